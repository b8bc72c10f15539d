/** Those of the candidates that a judge accepts. */
export async function acceptedBy<Candidate>(
  candidates: readonly Candidate[],
  judge: (candidate: Candidate) => Promise<{ verified: boolean }>,
): Promise<Candidate[]> {
  const verdicts = await Promise.all(candidates.map(judge))
  return candidates.filter((_, index) => verdicts[index]?.verified)
}

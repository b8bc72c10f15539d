/** The candidates that are verified. */
export async function acceptedBy<Candidate>(
  candidates: readonly Candidate[],
  verify: (candidate: Candidate) => Promise<{ verified: boolean }>,
): Promise<Candidate[]> {
  const verdicts = await Promise.all(candidates.map(verify))
  return candidates.filter((_, index) => verdicts[index]?.verified)
}

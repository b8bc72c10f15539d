/** A sentence in which backquotes mark code. */
export function InlineCode({ text }: { text: string }) {
  return text.split('`').map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // The parts of one text never change their order.
      <code
        key={`${index} ${part}`}
        className="rounded bg-quiet-soft px-1 font-mono text-[0.92em] whitespace-pre"
      >
        {part}
      </code>
    ),
  )
}

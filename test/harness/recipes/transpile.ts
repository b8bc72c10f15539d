import ts from 'typescript'

/** TypeScript with decorators as JavaScript, as the compiler of a NestJS project makes it. */
export function decoratorsTranspiled(code: string): string {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
    },
  })
  return outputText
}

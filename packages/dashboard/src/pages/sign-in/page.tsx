import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/actions/button.tsx'
import { Field, TextInput } from '../../components/forms/field.tsx'
import { problemOf } from '../../data/problem.ts'
import { sessionQuery, signIn } from '../../session/session.ts'
import { Wordmark } from '../../shell/wordmark.tsx'
import { pathWithin } from './path-within.ts'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const { next } = route.useSearch()
  const router = useRouter()
  const queryClient = useQueryClient()
  const [key, setKey] = useState('')
  const { mutate, isPending, error } = useMutation({
    mutationFn: signIn,
    onSuccess: async () => {
      // Of another session, everything may be different.
      queryClient.clear()
      await queryClient.prefetchQuery(sessionQuery)
      router.history.push(pathWithin(next))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (key.trim() !== '') mutate(key.trim())
  }
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center bg-canvas px-4 pb-[12vh]">
      <div className="w-full max-w-sm">
        <div className="mb-8 flex justify-center">
          <Wordmark />
        </div>
        <form
          onSubmit={submit}
          className="space-y-5 rounded-xl border border-line bg-surface p-6 shadow-card"
        >
          <div>
            <h1 className="text-base font-semibold">Sign in</h1>
            <p className="mt-1 text-sm text-muted">With the admin key, or a key of your tenant.</p>
          </div>
          <Field label="Key" error={error === null ? undefined : refusalOf(error)}>
            <TextInput
              type="password"
              name="key"
              autoComplete="current-password"
              spellCheck={false}
              autoFocus
              required
              value={key}
              onChange={(event) => setKey(event.target.value)}
              className="font-mono"
            />
          </Field>
          <Button kind="solid" type="submit" isBusy={isPending} className="w-full">
            {isPending ? 'Signing in…' : 'Sign in'}
          </Button>
        </form>
        <p className="mt-4 text-center text-xs text-faint">
          <code className="font-mono">npm start</code> prints the admin key. The browser does not keep it.
        </p>
      </div>
    </main>
  )
}

function refusalOf(error: unknown): string {
  const problem = problemOf(error)
  if (problem.status === 401) return 'This key is unknown or has expired.'
  if (problem.status === 429) return 'Too many attempts from your address. Wait a moment, then try again.'
  return problem.message
}

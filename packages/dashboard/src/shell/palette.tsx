import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { CornerDownLeft, Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { BACKDROP } from '../components/overlays/dialog.tsx'
import { searchQuery } from '../data/search.ts'
import { useSession } from '../session/session-gate.tsx'
import { navigationOf } from './navigation.ts'
import { linkOf } from './object-link.ts'

interface PaletteItem {
  key: string
  label: string
  kind: string
  open: () => void
}

/** Takes any id, external id or trace id, and opens its object; also opens pages by their names. */
export default function Palette({ tenant, onClose }: { tenant: string; onClose: () => void }) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={BACKDROP} />
        <Dialog.Popup
          aria-label="Jump to"
          className="fixed top-[12vh] left-1/2 w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 overflow-hidden rounded-xl bg-surface text-ink shadow-float outline-none"
        >
          <PaletteContent tenant={tenant} onClose={onClose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function PaletteContent({ tenant, onClose }: { tenant: string; onClose: () => void }) {
  const [text, setText] = useState('')
  const wanted = useDeferredValue(text.trim())
  const { items, isSearching } = usePaletteItems(tenant, wanted)
  const choose = (item: PaletteItem) => {
    onClose()
    item.open()
  }
  return (
    <Autocomplete.Root
      open
      inline
      items={items}
      filter={null}
      itemToStringValue={(item: PaletteItem) => item.label}
      autoHighlight="always"
      value={text}
      onValueChange={(value, { reason }) => reason !== 'item-press' && setText(value)}
    >
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search size={16} aria-hidden className="text-faint" />
        <Autocomplete.Input
          aria-label="Id or page"
          placeholder="Paste an id: evt_…, dlv_…, att_…, an external id or a trace id"
          className="h-12 w-full bg-transparent text-base outline-none placeholder:text-faint"
        />
      </div>
      <Autocomplete.Empty className="px-4 py-6 text-center text-sm text-faint empty:hidden">
        {isSearching ? 'Searching…' : 'Nothing of this tenant has this id.'}
      </Autocomplete.Empty>
      <Autocomplete.List className="max-h-80 overflow-y-auto p-1.5 empty:hidden">
        {(item: PaletteItem) => (
          <Autocomplete.Item
            key={item.key}
            value={item}
            onClick={() => choose(item)}
            className="group flex cursor-default items-center gap-3 rounded-md px-2.5 py-2 text-sm outline-none data-highlighted:bg-hover"
          >
            <span className="w-20 shrink-0 text-xs text-faint">{item.kind}</span>
            <span className="flex-1 truncate">{item.label}</span>
            <CornerDownLeft
              size={14}
              aria-hidden
              className="invisible text-faint group-data-highlighted:visible"
            />
          </Autocomplete.Item>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  )
}

function usePaletteItems(tenant: string, wanted: string) {
  const router = useRouter()
  const session = useSession()
  const { data, isFetching } = useQuery({ ...searchQuery(tenant, wanted), enabled: wanted !== '' })
  const pages = navigationOf(session)
    .filter(({ label }) => label.toLowerCase().includes(wanted.toLowerCase()))
    .map(({ to, label }) => ({
      key: to,
      label,
      kind: 'Page',
      open: () => void router.navigate({ to, params: { tenant } }),
    }))
  const found = (wanted === '' ? [] : (data?.data ?? [])).map((object) => ({
    key: object.id,
    label: object.id,
    kind: `${object.type[0]?.toUpperCase()}${object.type.slice(1)}`,
    open: () => void router.navigate(linkOf(object, tenant)),
  }))
  return { items: [...found, ...pages], isSearching: isFetching }
}

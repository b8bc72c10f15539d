import { type HostMessage, isMode, type PortalMessage, readPortalMessage } from './messages.ts'

/** A portal that has not answered by then cannot be framed: its link has expired or was revoked. */
const READY_MS = 10_000
const STYLE =
  ':host{display:block;height:600px}iframe{display:block;width:100%;height:100%;border:0;color-scheme:auto}'
const AUTO_HEIGHT_MAX_PX = 2_000

/** Creates a portal link on your server, and returns its URL. */
export type GetSession = () => Promise<string>

/** Without a DOM, as on a server, the module can be imported and the element not be used. */
const Base: typeof HTMLElement = globalThis.HTMLElement ?? (Object as unknown as typeof HTMLElement)

/**
 * `<posthorn-portal>`: a portal in a frame. Attributes: `src`, the URL of a portal link; `mode`, `light`, `dark` or
 * `system`; `auto-height`, as high as its content, up to `max-height` in pixels; `title`, for screen readers.
 * Events: `ready`, `navigate` with `detail.path`, `need-session`.
 */
export class PosthornPortal extends Base {
  static readonly observedAttributes = ['src', 'mode', 'title']

  #getSession: GetSession | undefined
  #frame: HTMLIFrameElement | undefined
  #origin = ''
  #isReady = false
  #isRenewing = false
  #readyTimer: ReturnType<typeof setTimeout> | undefined

  /** Called when there is no `src`, and when the session of the portal has ended. */
  get getSession(): GetSession | undefined {
    return this.#getSession
  }

  set getSession(getSession: GetSession | undefined) {
    this.#getSession = getSession
    const isNeeded = getSession !== undefined && this.#frame === undefined
    if (isNeeded && this.isConnected) void this.#renew()
  }

  connectedCallback(): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
    // Not a style element, which a content security policy of the page may refuse.
    const style = new CSSStyleSheet()
    style.replaceSync(STYLE)
    root.adoptedStyleSheets = [style]
    window.addEventListener('message', this.#onMessage)
    const src = this.getAttribute('src')
    if (src !== null) this.#open(src, true)
    this.#takeEarlyProperty()
    if (this.#frame === undefined && this.#getSession !== undefined) void this.#renew()
  }

  /** A property that was set before the element was defined hides the accessor of the class. */
  #takeEarlyProperty(): void {
    const early = Object.getOwnPropertyDescriptor(this, 'getSession')
    if (early === undefined) return
    Reflect.deleteProperty(this, 'getSession')
    this.#getSession = early.value
  }

  disconnectedCallback(): void {
    window.removeEventListener('message', this.#onMessage)
    clearTimeout(this.#readyTimer)
    this.#frame?.remove()
    this.#frame = undefined
    this.#isReady = false
  }

  attributeChangedCallback(name: string, _before: string | null, value: string | null): void {
    if (!this.isConnected || this.shadowRoot === null) return
    if (name === 'src' && value !== null) this.#open(value, true)
    if (name === 'title' && this.#frame !== undefined) this.#frame.title = value ?? ''
    if (name === 'mode') this.#sendMode()
  }

  /** Gives the portal a new link: it goes on where it is. */
  setSession(url: string): void {
    if (this.#isReady && new URL(url).origin === this.#origin) this.#send({ type: 'posthorn:session', url })
    else this.#open(url, false)
  }

  /** @param mayRenew whether a link that cannot be framed is replaced: once, as its successor may have ended as well */
  #open(url: string, mayRenew: boolean): void {
    this.#origin = new URL(url).origin
    this.#isReady = false
    // A frame of its own: in the present one, a URL with another fragment may load nothing.
    const frame = document.createElement('iframe')
    frame.allow = 'clipboard-write'
    // Lets the portal know the origin that its messages go to, also in browsers without `ancestorOrigins`.
    frame.referrerPolicy = 'origin'
    frame.title = this.title || 'Webhooks'
    frame.src = url
    this.#frame?.remove()
    this.#frame = frame
    this.shadowRoot?.append(frame)
    clearTimeout(this.#readyTimer)
    if (mayRenew) this.#readyTimer = setTimeout(() => void this.#renew(), READY_MS)
  }

  async #renew(): Promise<void> {
    if (this.#isRenewing) return
    this.#isRenewing = true
    try {
      this.dispatchEvent(new CustomEvent('need-session'))
      const url = await this.getSession?.()
      if (url !== undefined && this.isConnected) this.setSession(url)
    } finally {
      this.#isRenewing = false
    }
  }

  readonly #onMessage = ({ source, origin, data }: MessageEvent): void => {
    const isOfPortal = source !== null && source === this.#frame?.contentWindow && origin === this.#origin
    const message = isOfPortal ? readPortalMessage(data) : undefined
    if (message !== undefined) this.#receive(message)
  }

  #receive(message: PortalMessage): void {
    switch (message.type) {
      case 'posthorn:ready':
        clearTimeout(this.#readyTimer)
        this.#isReady = true
        this.#sendMode()
        this.dispatchEvent(new CustomEvent('ready'))
        return
      case 'posthorn:height':
        if (this.hasAttribute('auto-height')) this.#setHeight(message.height)
        return
      case 'posthorn:navigate':
        this.dispatchEvent(new CustomEvent('navigate', { detail: { path: message.path } }))
        return
      case 'posthorn:need-session':
        void this.#renew()
    }
  }

  #setHeight(height: number): void {
    const max = Number(this.getAttribute('max-height') ?? AUTO_HEIGHT_MAX_PX)
    this.style.height = `${Math.min(height, max)}px`
  }

  #sendMode(): void {
    const mode = this.getAttribute('mode')
    if (isMode(mode)) this.#send({ type: 'posthorn:theme', mode })
  }

  #send(message: HostMessage): void {
    if (this.#isReady) this.#frame?.contentWindow?.postMessage(message, this.#origin)
  }
}

/** Makes `<posthorn-portal>` known to this page. */
export function definePosthornPortal(): void {
  const registry = globalThis.customElements
  if (registry !== undefined && registry.get('posthorn-portal') === undefined)
    registry.define('posthorn-portal', PosthornPortal)
}

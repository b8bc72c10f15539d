import DefaultTheme from 'vitepress/theme'
import '../../pages/tokens.css'
import './theme.css'

export default DefaultTheme

import { defineEcConfig } from 'astro-expressive-code';
import { stepPlugin } from './src/expressive-code/step-plugin.ts';

/** Copying must give exactly what is shown: no comment dropped, no tab turned into spaces, no line taken as a title. */
export default defineEcConfig({
  tabWidth: 0,
  frames: { removeCommentsWhenCopyingTerminalFrames: false, extractFileNameFromCode: false },
  defaultProps: { frame: 'none', wrap: true, preserveIndent: true, hangingIndent: 2 },
  styleOverrides: { borderRadius: '0', borderWidth: '0', frames: { shadowColor: 'transparent' } },
  plugins: [stepPlugin()],
});

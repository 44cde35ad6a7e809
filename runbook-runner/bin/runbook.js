#!/usr/bin/env node
// Committed, so that npm can link it before the sources are compiled.
import '../dist/cli/bin.js';

/** `npm run bench -- <name> [args]` */
const [name = '', ...args] = process.argv.slice(2);
const known = ['rates', 'planning'];
if (!known.includes(name)) {
  process.stderr.write(`Which benchmark? ${known.join(', ')}\n`);
  process.exit(2);
}
process.argv = [process.argv[0], `${name}.js`, ...args];
await import(`./dist/${name}.js`);

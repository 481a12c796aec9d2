/** `npm run bench -- codec`: answers one question each, in ratios within one run; without a name, all of them. */
const questions = ['codec'];

const asked = process.argv.slice(2);
for (const name of asked.length === 0 ? questions : asked) {
  if (!questions.includes(name)) {
    console.error(`There is no benchmark "${name}". There are: ${questions.join(', ')}`);
    process.exit(1);
  }
  const { run }: { run(): Promise<void> } = await import(`./${name}.ts`);
  await run();
}

export {};

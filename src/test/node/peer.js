// A Node process that uses the table of the events. Each line of its standard input is a JSON array of arguments, which it stores
// as the Node library does ({args, ts}, with an id made by the server). It prints the arguments of each event that it observes.
//
//   node peer.js HOST PORT DB TABLE

'use strict';

const readline = require('readline');
const rethinkdbdash = require('rethinkdbdash');

const [host, port, db, table] = process.argv.slice(2);
const r = rethinkdbdash({ servers: [{ host, port: Number(port) }], silent: true, buffer: 1, max: 5 });
const events = r.db(db).table(table);

async function main() {
  if (!(await r.dbList()).includes(db)) {
    await r.dbCreate(db);
  }
  if (!(await r.db(db).tableList()).includes(table)) {
    await r.db(db).tableCreate(table);
  }
  const feed = await events.changes();
  feed.each((error, change) => {
    if (error) {
      console.log(`feed ended: ${error.message}`);
    } else if (change.new_val && !change.old_val) {
      console.log(`observed ${JSON.stringify(change.new_val.args)}`);
    }
  });
  console.log('ready');
  const input = readline.createInterface({ input: process.stdin });
  input.on('line', async (line) => {
    const stored = await events.insert({ args: JSON.parse(line), ts: r.now() });
    console.log(`stored ${stored.inserted} ${stored.generated_keys[0]}`);
  });
  input.on('close', () => {
    r.getPoolMaster().drain();
    process.exit(0);
  });
}

main().catch((error) => {
  console.error(error.stack);
  process.exit(1);
});

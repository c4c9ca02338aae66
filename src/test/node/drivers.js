// Uses a driver as applications do: connect, create, insert, read, follow, delete. Prints a word after each step.
//
//   node drivers.js rethinkdb|rethinkdbdash HOST PORT DB

'use strict';

const assert = require('assert');

const [driver, host, port, db] = process.argv.slice(2);

async function withRethinkdb() {
  const r = require('rethinkdb');
  const connection = await r.connect({ host, port: Number(port) });
  await live(r, (query) => query.run(connection));
  await connection.close();
}

async function withRethinkdbdash() {
  const r = require('rethinkdbdash')({ servers: [{ host, port: Number(port) }], silent: true, buffer: 1, max: 5 });
  await live(r, (query) => query.run());
  await r.getPoolMaster().drain();
}

async function live(r, run) {
  await run(r.dbCreate(db));
  await run(r.db(db).tableCreate('t'));
  await run(r.db(db).table('t').indexCreate('ts'));
  await run(r.db(db).table('t').indexWait('ts'));
  console.log('created');

  const feed = await run(r.db(db).table('t').changes({ includeInitial: true, includeStates: true }));
  assert.deepStrictEqual(await feed.next(), { state: 'initializing' });
  assert.deepStrictEqual(await feed.next(), { state: 'ready' });
  console.log('follows');

  const stored = await run(r.db(db).table('t').insert([{ id: 1, ts: r.now() }, { args: ['beep', { deep: [1, null] }], ts: r.now() }]));
  assert.strictEqual(stored.inserted, 2);
  assert.strictEqual(stored.generated_keys.length, 1);
  const seen = [await feed.next(), await feed.next()].map((change) => change.new_val.id);
  assert.deepStrictEqual(new Set(seen), new Set([1, stored.generated_keys[0]]));
  console.log('observed');

  const again = await run(r.db(db).table('t').insert({ id: 1 }));
  assert.match(again.first_error, /^Duplicate primary key `id`/);
  const one = await run(r.db(db).table('t').get(stored.generated_keys[0]));
  assert.deepStrictEqual(one.args, ['beep', { deep: [1, null] }]);
  assert.ok(one.ts instanceof Date);
  const cursor = await run(r.db(db).table('t').between(r.now().sub(60), r.maxval, { index: 'ts' }));
  // rethinkdbdash returns an array unless the result is a feed
  const documents = Array.isArray(cursor) ? cursor : await cursor.toArray();
  assert.strictEqual(documents.length, 2);
  assert.strictEqual(await run(r.db(db).table('t').filter(r.row('id').eq(1)).count()), 1);
  await assert.rejects(run(r.db(db).table('absent').count()), /Table `.*absent` does not exist/);
  console.log('read');

  assert.strictEqual((await run(r.db(db).table('t').get(1).delete())).deleted, 1);
  assert.strictEqual((await feed.next()).old_val.id, 1);
  await feed.close();
  await run(r.dbDrop(db));
  console.log('deleted');
}

(driver === 'rethinkdb' ? withRethinkdb() : withRethinkdbdash())
  .then(() => {
    console.log('done');
    process.exit(0);
  })
  .catch((error) => {
    console.error(error.stack);
    process.exit(1);
  });

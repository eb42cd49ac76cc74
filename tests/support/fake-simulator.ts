/** A program that keeps the simulated exchange's start-up contract and nothing else; `GET /die` ends it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const words = process.argv.slice(2);
const valueOf = (name: string): string | undefined => words[words.indexOf(name) + 1];

process.stdin.on('close', () => process.exit(0)).resume();

const server = createServer((request, response) => {
  if (request.url === '/die') process.exit(3);
  response.end(JSON.stringify({ words, hasSecret: process.env['KALSHI_API_SECRET'] !== undefined }));
});
server.on('error', () => {
  process.stderr.write('The port is taken.\n');
  process.exit(1);
});
server.listen(Number(valueOf('--port')), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const seed = words.includes('--seed') ? Number(valueOf('--seed')) : 4_711;
  process.stdout.write(`a line of chatter\n${JSON.stringify({ ready: true, port, seed })}\n`);
});

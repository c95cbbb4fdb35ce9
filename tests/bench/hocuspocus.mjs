// One of the servers that the bench measures beside ours: Hocuspocus with its SQLite extension, settings as they come.
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";

const [port, file] = process.argv.slice(2);
const server = new Server({ port: Number(port), address: "127.0.0.1", quiet: true, extensions: [new SQLite({ database: file })] });
await server.listen();
console.log("listening");

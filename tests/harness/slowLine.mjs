// A line on which every packet takes a while, another one each time: with CARNET_SLOW_LINE=MS the browser reaches the server
// through it, and what a test only hopes to be there in time shows. Order stays, as on any line; nothing is lost.
import { createServer, connect } from "node:net";

const pass = (from, to, most) => {
  let last = Promise.resolve();
  from.on("data", (bytes) => {
    const due = new Promise((done) => setTimeout(done, Math.random() * most));
    from.pause();
    last = last.then(() => due).then(() => to.destroyed || to.write(bytes)).then(() => from.resume());
  });
  from.on("end", () => last.then(() => to.end()));
  from.on("error", () => to.destroy());
  from.on("close", () => last.then(() => to.destroySoon()));
};

/** Where the line begins, where it leads (`to`, once it is known) and its end. `most`: ms for a packet. */
export async function slowLine(most) {
  const open = new Set();
  const listening = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port: line.to, host: "127.0.0.1", allowHalfOpen: true });
    for (const socket of [near, far]) {
      open.add(socket.setNoDelay());
      socket.on("close", () => open.delete(socket));
    }
    pass(near, far, most);
    pass(far, near, most);
  });
  await new Promise((done) => listening.listen(0, "127.0.0.1", done));
  const line = {
    origin: `http://127.0.0.1:${listening.address().port}`,
    to: 0,
    end() {
      listening.close();
      for (const socket of open) socket.destroy();
    },
  };
  return line;
}

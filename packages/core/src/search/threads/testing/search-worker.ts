/** A web worker that does what searches send it; one of the name `dies` throws at its second task. Test support. */
import { serveSearch } from "../serve-search.ts";
import { type WebWorkerScope, webPlatform, webPort } from "../web-threads.ts";

const scope = globalThis as unknown as WebWorkerScope & { readonly name: string };
const port = webPort(scope);
let tasks = 0;
serveSearch(
  {
    post: port.post,
    listen: (receive) =>
      port.listen((message) => {
        const isTask = (message as { readonly kind: string }).kind === "task";
        if (scope.name === "dies" && isTask && ++tasks === 2) throw new Error("out of memory");
        receive(message);
      }),
  },
  webPlatform(globalThis),
);

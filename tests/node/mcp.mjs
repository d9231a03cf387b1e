// The official Node client of the Model Context Protocol against a router: every tool and resource, a megabyte, and
// what goes wrong. WAY is stdio or http; TASK names what to do; prints what came as JSON.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const { LAROUTER_URL: url, LAROUTER_TOKEN: token, LAROUTER_COMMAND: command, MODEL: model, WAY: way, TASK: task } = process.env;
const transport =
  way === "stdio"
    ? new StdioClientTransport({ command, args: ["mcp"], env: { ...process.env, LAROUTER_URL: url, LAROUTER_TOKEN: token } })
    : new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
        requestInit: { headers: { Authorization: `Bearer ${token}` } },
      });
const client = new Client({ name: "larouter-test", version: "1" });
const call = async (name, args = {}, options = {}) => {
  const { content, structuredContent, isError } = await client.callTool({ name, arguments: args }, undefined, options);
  return { text: content.map((part) => part.text).join(""), structured: structuredContent, failed: Boolean(isError) };
};
const line = () => new Promise((resolve) => process.stdin.once("data", resolve));

const tasks = {
  // Every tool, each with what it needs.
  async tools() {
    const named = (await client.listTools()).tools.map((tool) => tool.name).sort();
    const answer = await call("delegate_to_expert", { prompt: "Hello", maxTokens: 16 });
    const results = {
      delegate_to_expert: answer,
      list_available_models: await call("list_available_models"),
      preview_route: await call("preview_route", { prompt: "Hello", tier: "COMPLEX" }),
      usage_summary: await call("usage_summary", { period: "daily" }),
      give_feedback: await call("give_feedback", { requestId: answer.structured.requestId, score: 1 }),
    };
    return { named, results };
  },
  async resources() {
    const uris = (await client.listResources()).resources.map((it) => it.uri).sort();
    const read = {};
    for (const uri of uris) read[uri] = JSON.parse((await client.readResource({ uri })).contents[0].text);
    return { read };
  },
  megabyte: () => call("preview_route", { prompt: "word ".repeat(200_000) }),
  one: () => call("delegate_to_expert", { prompt: "Hello", model }),
  // The token is revoked between the two, by whoever reads the first line.
  async revoked() {
    const before = await call("list_available_models");
    console.log("once");
    await line();
    try {
      return { before, after: await call("list_available_models") };
    } catch (error) {
      return { before, thrown: String(error) };
    }
  },
  // Cancelled once the backend works on it, which is when progress is told.
  async cancel() {
    const given = new AbortController();
    const heard = [];
    const onprogress = (it) => {
      heard.push(it.message);
      given.abort();
    };
    try {
      await call("delegate_to_expert", { prompt: "Hello", model }, { signal: given.signal, onprogress });
    } catch (error) {
      console.log("cancelled");
      await line(); // else the word of it might not leave before the client ends
      return { heard, thrown: String(error) };
    }
    return { heard };
  },
};

await client.connect(transport);
console.log(JSON.stringify(await tasks[task]()));
await client.close();
process.exit(0);

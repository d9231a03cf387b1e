// Outside clients from npm against a running router: a chat, a stream, a tool that is called and answered, and an
// answer that fits a schema, through each of them with each model; prints way → model → feature → what came.
// The same form as tests/clients/showing.py.
import Anthropic from "@anthropic-ai/sdk";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { GoogleGenAI } from "@google/genai";
import { generateText, isStepCount, Output, streamText, tool } from "ai";
import OpenAI from "openai";
import { z } from "zod";

const { LAROUTER_URL: url, LAROUTER_TOKEN: apiKey } = process.env;
const models = JSON.parse(process.env.LAROUTER_MODELS);
const limit = 500;
const question = "What is the weather in Rome?";
const hello = [{ role: "user", content: "Hello" }];
const asked = [{ role: "user", content: question }];
const city = { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false };
const shape = {
  type: "object",
  properties: { name: { type: "string", enum: ["Rome"] }, people: { type: "integer", enum: [3] } },
  required: ["name", "people"],
  additionalProperties: false,
};
const weather = (where) => `sunny in ${where}`;
const collect = async (events, piece) => {
  const pieces = [];
  for await (const event of events) pieces.push(piece(event));
  return { pieces: pieces.filter(Boolean) };
};

function completions(model) {
  const api = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 }).chat.completions;
  const ask = (messages, more = {}) => api.create({ model, max_tokens: limit, messages, ...more });
  const tools = [{ type: "function", function: { name: "get_weather", parameters: city } }];
  const format = { type: "json_schema", json_schema: { name: "city", schema: shape, strict: true } };
  return {
    chat: async () => {
      const answer = await ask(hello);
      const { prompt_tokens: input, completion_tokens: output } = answer.usage;
      return { text: answer.choices[0].message.content, input, output };
    },
    stream: async () => collect(await ask(hello, { stream: true }), (it) => it.choices[0]?.delta.content),
    tools: async () => {
      const { message } = (await ask(asked, { tools })).choices[0];
      const called = JSON.parse(message.tool_calls[0].function.arguments);
      const said = { role: "tool", tool_call_id: message.tool_calls[0].id, content: weather(called.city) };
      return { called, text: (await ask([...asked, message, said], { tools })).choices[0].message.content };
    },
    structured: async () => JSON.parse((await ask(asked, { response_format: format })).choices[0].message.content),
  };
}

function responses(model) {
  const api = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 }).responses;
  const ask = (input, more = {}) => api.create({ model, max_output_tokens: limit, input, ...more });
  const tools = [{ type: "function", name: "get_weather", parameters: city, strict: true }];
  const format = { type: "json_schema", name: "city", schema: shape, strict: true };
  return {
    chat: async () => {
      const answer = await ask("Hello");
      const { input_tokens: input, output_tokens: output } = answer.usage;
      return { text: answer.output_text, input, output };
    },
    stream: async () =>
      collect(await ask("Hello", { stream: true }), (it) => it.type === "response.output_text.delta" && it.delta),
    tools: async () => {
      const first = await ask(asked, { tools });
      const call = first.output.find((it) => it.type === "function_call");
      const called = JSON.parse(call.arguments);
      const said = { type: "function_call_output", call_id: call.call_id, output: weather(called.city) };
      return { called, text: (await ask([...asked, ...first.output, said], { tools })).output_text };
    },
    structured: async () => JSON.parse((await ask(asked, { text: { format } })).output_text),
  };
}

function messages(model) {
  const api = new Anthropic({ baseURL: url, apiKey, maxRetries: 0 }).messages;
  const ask = (turns, more = {}) => api.create({ model, max_tokens: limit, messages: turns, ...more });
  const tools = [{ name: "get_weather", input_schema: city }];
  return {
    chat: async () => {
      const answer = await ask(hello);
      return { text: answer.content[0].text, input: answer.usage.input_tokens, output: answer.usage.output_tokens };
    },
    stream: async () => {
      const pieces = [];
      await api
        .stream({ model, max_tokens: limit, messages: hello })
        .on("text", (piece) => pieces.push(piece))
        .finalMessage();
      return { pieces };
    },
    tools: async () => {
      const first = await ask(asked, { tools });
      const use = first.content.find((it) => it.type === "tool_use");
      const result = { type: "tool_result", tool_use_id: use.id, content: weather(use.input.city) };
      const turns = [...asked, { role: "assistant", content: first.content }, { role: "user", content: [result] }];
      return { called: use.input, text: (await ask(turns, { tools })).content[0].text };
    },
    structured: async () => {
      const format = { type: "json_schema", schema: shape };
      return JSON.parse((await ask(asked, { output_config: { format } })).content[0].text);
    },
  };
}

function generate(model) {
  const api = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: url } }).models;
  const ask = (contents, config = {}) =>
    api.generateContent({ model, contents, config: { maxOutputTokens: limit, ...config } });
  const tools = [{ functionDeclarations: [{ name: "get_weather", parametersJsonSchema: city }] }];
  return {
    chat: async () => {
      const answer = await ask("Hello");
      const { promptTokenCount: input, candidatesTokenCount: output } = answer.usageMetadata;
      return { text: answer.text, input, output };
    },
    stream: async () => collect(await api.generateContentStream({ model, contents: "Hello" }), (it) => it.text),
    tools: async () => {
      const turns = [{ role: "user", parts: [{ text: question }] }];
      const first = await ask(turns, { tools });
      const call = first.functionCalls[0];
      const said = { id: call.id, name: call.name, response: { output: weather(call.args.city) } };
      turns.push(first.candidates[0].content, { role: "user", parts: [{ functionResponse: said }] });
      return { called: call.args, text: (await ask(turns, { tools })).text };
    },
    structured: async () =>
      JSON.parse((await ask(question, { responseMimeType: "application/json", responseJsonSchema: shape })).text),
  };
}

const vercel = (provider, providerOptions) => (name) => {
  const ask = { model: provider(name), maxOutputTokens: limit, maxRetries: 0, providerOptions };
  return {
    chat: async () => {
      const { text, usage } = await generateText({ ...ask, prompt: "Hello" });
      return { text, input: usage.inputTokens, output: usage.outputTokens };
    },
    stream: async () => collect(streamText({ ...ask, prompt: "Hello" }).textStream, (piece) => piece),
    tools: async () => {
      let called;
      const execute = async (input) => weather((called = input).city);
      const tools = { get_weather: tool({ inputSchema: z.object({ city: z.string() }), execute }) };
      const { text } = await generateText({ ...ask, prompt: question, tools, stopWhen: isStepCount(2) });
      return { called, text };
    },
    structured: async () => {
      const schema = z.object({ name: z.literal("Rome"), people: z.literal(3) });
      return (await generateText({ ...ask, prompt: question, output: Output.object({ schema }) })).output;
    },
  };
};

const openai = createOpenAI({ baseURL: `${url}/v1`, apiKey });
const google = createGoogleGenerativeAI({ baseURL: `${url}/v1beta`, apiKey });
const ways = {
  "openai, chat completions": completions,
  "openai, Responses": responses,
  "@anthropic-ai/sdk": messages,
  "@google/genai": generate,
  "@ai-sdk/openai, chat": vercel((name) => openai.chat(name)),
  "@ai-sdk/openai, Responses": vercel((name) => openai.responses(name), { openai: { store: false } }),
  "@ai-sdk/openai-compatible": vercel(
    createOpenAICompatible({ name: "larouter", baseURL: `${url}/v1`, apiKey, supportsStructuredOutputs: true, includeUsage: true }),
  ),
  "@ai-sdk/anthropic": vercel(createAnthropic({ baseURL: `${url}/v1`, apiKey })),
  "@ai-sdk/google": vercel((name) => google(`models/${name}`)), // it takes a name with a slash as a path
};

const without = { "@ai-sdk/anthropic/llama/structured": "the tiny llama calls no tool but its own" };
console.warn = console.error;
globalThis.AI_SDK_LOG_WARNINGS = false;
const seen = {};
for (const [name, way] of Object.entries(ways)) {
  seen[name] = {};
  for (const [label, model] of Object.entries(models)) {
    seen[name][label] = {};
    for (const feature of ["chat", "stream", "tools", "structured"]) {
      const why = without[`${name}/${label}/${feature}`];
      try {
        seen[name][label][feature] = why ? { "left out": why } : await way(model)[feature]();
      } catch (error) {
        seen[name][label][feature] = { error: `${error.stack}\n${error.responseBody ?? ""}` };
      }
    }
  }
}
process.stdout.write(JSON.stringify(seen));

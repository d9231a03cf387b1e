// The official Node SDK against a running router: one answer whole, one streamed, the list of models; prints what it saw.
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.env.BASE_URL, apiKey: process.env.API_KEY, maxRetries: 0, timeout: 20_000 });
const asked = { model: process.env.MODEL ?? "auto", messages: [{ role: "user", content: "Hello" }], max_tokens: 32 };

const models = [];
for await (const model of client.models.list()) models.push(model.id);

const whole = await client.chat.completions.create(asked);

let streamed = "";
let finish = null;
let usage = null;
const stream = await client.chat.completions.create({ ...asked, stream: true, stream_options: { include_usage: true } });
for await (const chunk of stream) {
  streamed += chunk.choices[0]?.delta?.content ?? "";
  finish = chunk.choices[0]?.finish_reason ?? finish;
  usage = chunk.usage ?? usage;
}

const choice = whole.choices[0];
console.log(JSON.stringify({
  models,
  whole: { content: choice.message.content, finish: choice.finish_reason, usage: whole.usage },
  streamed: { content: streamed, finish, usage },
}));

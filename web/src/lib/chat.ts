/** One streamed chat completion: pieces of text as they come, and what the router says of it in its headers. */

import { failure } from "../api/client";

export interface Said {
  text: string;
  model: string;
  tier: string;
  id: string;
  cost: string;
}

export async function chat(
  token: string,
  model: string,
  prompt: string,
  onPart: (said: Said) => void,
  signal: AbortSignal,
): Promise<Said> {
  const response = await fetch("/v1/chat/completions", {
    method: "POST",
    signal,
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ model, stream: true, messages: [{ role: "user", content: prompt }] }),
  });
  if (!response.ok || !response.body) throw await failure(response);
  const told = (name: string) => response.headers.get(name) ?? "";
  let said: Said = {
    text: "",
    model: told("x-larouter-model"),
    tier: told("x-larouter-tier"),
    id: told("x-larouter-request-id"),
    cost: "",
  };
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return said;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!line.startsWith("data: ") || line === "data: [DONE]") continue;
      said = grown(said, JSON.parse(line.slice(6)) as Chunk);
    }
    onPart(said);
  }
}

interface Chunk {
  model?: string;
  error?: { message: string };
  choices?: { delta?: { content?: string | null } }[];
}

function grown(said: Said, chunk: Chunk): Said {
  if (chunk.error) throw new Error(chunk.error.message);
  const text = chunk.choices?.[0]?.delta?.content ?? "";
  return { ...said, model: said.model || chunk.model || "", text: said.text + text };
}

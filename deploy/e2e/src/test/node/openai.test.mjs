// What an application sees that uses OpenAI's official client for Node. Environment: BASE_URL, API_KEY.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.env.BASE_URL, apiKey: process.env.API_KEY, maxRetries: 0, timeout: 60_000 });

const hello = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Who may pass?" }] };

const tool = (name) => ({
  type: "function",
  function: { name, parameters: { type: "object", properties: { call: { type: "integer" } } } },
});

/** The simulated model calls these instead of saying something. */
const calling = (...names) => ({ ...hello, tools: names.map(tool), simulator: { tool_calls: names.length } });

const madeCalls = (...names) => names.map((name, call) => ({ name, arguments: JSON.stringify({ call, of: name }) }));

test("should answer a plain chat", async () => {
  const { data: answer, response, request_id } = await client.chat.completions.create(hello).withResponse();

  assert.match(answer.choices[0].message.content, /simulated model gpt-4o-mini/);
  assert.equal(answer.choices[0].finish_reason, "stop");
  assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
  assert.equal(answer._request_id, request_id);
  assert.equal(response.headers.get("x-tollgate-attempts"), "1");
});

test("should stream a chat with usage in one last chunk", async () => {
  const stream = await client.chat.completions.create({
    ...hello,
    stream: true,
    stream_options: { include_usage: true },
  });
  const chunks = await collect(stream);

  const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
  assert.match(text, /simulated model gpt-4o-mini/);
  assert.equal(chunks.filter((chunk) => chunk.choices[0]?.delta.role).length, 1);
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.ok(chunks.at(-1).usage.completion_tokens > 0);
  assert.equal(chunks.filter((chunk) => chunk.usage).length, 1);
});

test("should accumulate a streamed text", async () => {
  const deltas = [];
  const stream = client.chat.completions.stream(hello).on("content", (delta) => deltas.push(delta));
  const completion = await stream.finalChatCompletion();

  assert.equal(completion.choices[0].message.content, deltas.join(""));
  assert.equal(await stream.finalContent(), deltas.join(""));
  assert.equal(completion.choices[0].finish_reason, "stop");
});

test("should answer with tool calls", async () => {
  const answer = await client.chat.completions.create(calling("look", "listen"));

  assert.equal(answer.choices[0].finish_reason, "tool_calls");
  assert.equal(answer.choices[0].message.content, null);
  assert.deepEqual(
    answer.choices[0].message.tool_calls.map((call) => call.function),
    madeCalls("look", "listen"),
  );
});

test("should accumulate streamed tool calls", async () => {
  const done = [];
  const stream = client.chat.completions
    .stream(calling("look", "listen"))
    .on("tool_calls.function.arguments.done", (call) => done.push({ name: call.name, arguments: call.arguments }));
  const completion = await stream.finalChatCompletion();

  const calls = completion.choices[0].message.tool_calls;
  assert.deepEqual(calls.map((call) => ({ name: call.function.name, arguments: call.function.arguments })), madeCalls("look", "listen"));
  assert.equal(new Set(calls.map((call) => call.id)).size, 2);
  assert.deepEqual(done, madeCalls("look", "listen"));
  assert.equal(completion.choices[0].finish_reason, "tool_calls");
});

test("should list and retrieve models", async () => {
  const models = await collect(client.models.list());
  const model = await client.models.retrieve("gpt-4o-mini");

  assert.ok(models.some((listed) => listed.id === "gpt-4o-mini"));
  assert.deepEqual([model.id, model.object], ["gpt-4o-mini", "model"]);
});

test("should embed by default in base64, which the client decodes", async () => {
  const input = "The gate is open.";
  const model = "text-embedding-3-small";
  const encoded = await client.embeddings.create({ model, input });
  const plain = await client.embeddings.create({ model, input, encoding_format: "float" });

  assert.equal(encoded.data[0].embedding.length, 1536);
  encoded.data[0].embedding.forEach((value, i) => assert.ok(Math.abs(value - plain.data[0].embedding[i]) < 1e-6));
});

test("should refuse an unknown key with the client's AuthenticationError", async () => {
  const stranger = new OpenAI({ baseURL: process.env.BASE_URL, apiKey: "sk-tg-nobody", maxRetries: 0 });

  await assert.rejects(stranger.chat.completions.create(hello), (error) => {
    assert.ok(error instanceof OpenAI.AuthenticationError);
    assert.deepEqual([error.status, error.code, error.type], [401, "invalid_api_key", "invalid_request_error"]);
    assert.ok(error.requestID);
    return true;
  });
});

test("should refuse an unknown model with the client's NotFoundError", async () => {
  await assert.rejects(client.chat.completions.create({ ...hello, model: "no-such-model" }), (error) => {
    assert.ok(error instanceof OpenAI.NotFoundError);
    assert.deepEqual([error.code, error.param], ["model_not_found", "model"]);
    return true;
  });
});

test("should refuse a wrong type with the client's BadRequestError, naming the field", async () => {
  await assert.rejects(client.chat.completions.create({ ...hello, max_completion_tokens: "many" }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.param, "max_completion_tokens");
    return true;
  });
});

test("should pass a provider's rate limit on as the client's RateLimitError", async () => {
  await assert.rejects(client.chat.completions.create(failing("429")), (error) => {
    assert.ok(error instanceof OpenAI.RateLimitError);
    assert.equal(error.code, "rate_limit_exceeded");
    assert.equal(error.headers.get("retry-after"), "1");
    return true;
  });
});

test("should tell of a provider's failure with the client's InternalServerError", async () => {
  await assert.rejects(client.chat.completions.create(failing("500")), (error) => {
    assert.ok(error instanceof OpenAI.InternalServerError);
    assert.equal(error.code, "upstream_error");
    return true;
  });
});

test("should end a broken stream with an APIError and never as complete", async () => {
  // Before its first byte an answer fails as a whole, after it within the stream: which, depends on what the guard holds back.
  const streamed = async () =>
    collect(await client.chat.completions.create({ ...failing("error-in-stream"), stream: true }));

  await assert.rejects(streamed, (error) => error instanceof OpenAI.APIError);
});

test("should let the client go away in the middle of a stream", async () => {
  const stream = await client.chat.completions.create({
    ...hello,
    user: "aborted",
    stream: true,
    simulator: { completion_tokens: 1000, chunk_ms: 20 },
  });
  const chunks = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
    if (chunks.length === 5) {
      stream.controller.abort();
    }
  }

  assert.ok(stream.controller.signal.aborted);
  assert.ok(chunks.length < 1000);
});

/** Addressed directly, so that no other test's target is left alone for it. */
function failing(fault) {
  return { ...hello, model: `simulator/node-${fault}`, simulator: { completion_tokens: 6, fault } };
}

async function collect(items) {
  const collected = [];
  for await (const item of items) {
    collected.push(item);
  }
  return collected;
}

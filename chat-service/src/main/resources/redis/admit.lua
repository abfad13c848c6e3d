-- Admits an attempt whole or not at all: rate limits, the cached answer, and an amount in every hard budget.
-- KEYS: 1 budgets  2 leases  3 reservations  4 orphans  5 outbox order
--       then the limit counters, then the cached answer's key if one is looked for
-- ARGV: 1 lease end (ms)  2 attempt  3 amount (nano-dollars)  4 orphan event  5 outbox bound
--       6 now (ms), empty for this server's clock  7 life of a slot (ms)  8 holder of the slots
--       9 number of budgets  10 number of counters
--       (an amount that is empty only asks for the cached answer: without one nothing is held or counted;
--       '-' only counts a request that costs nothing: nothing is held, and no event will wait for Kafka)
--       then for each budget: its field, and what of it Redis does not know (nano-dollars)
--       then for each counter: kind (r requests, t tokens, s slots), limit, cost, bucket length (ms), number of buckets
-- Returns {1, counters} | {0, budget field, limit, committed, reserved} | {-1, budget field} state unknown | {-2} outbox full
--       | {2, counters, cached answer} | {3, counters, deciding counter, wait (ms), 0 if unknown and -1 if for ever}
--       | {4} only the cached answer was asked for, and there is none
--       counters: for each what is used, when all of it is free again (ms from now), and the bucket of this call
-- Every check comes before the first write that counts: Redis does not roll back a script that stops half-way.
local budgetCount, counterCount = tonumber(ARGV[9]), tonumber(ARGV[10])
local firstCounter = 11 + 2 * budgetCount
local now = tonumber(ARGV[6])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
local counters = {}

-- Takes what has left a window out of its total. This only tidies up: it changes no answer.
local function open(counter)
  local state = redis.call('HMGET', counter.key, 't', 'o', 'n')
  local total, oldest, newest = tonumber(state[1]), tonumber(state[2]), tonumber(state[3])
  counter.bucket = math.floor(now / counter.length)
  if not total then
    counter.used, counter.oldest, counter.newest = 0, counter.bucket, counter.bucket
    return
  end
  -- A clock that went back, as after a failover, must not open buckets that are over.
  counter.bucket = math.max(counter.bucket, newest)
  local first = counter.bucket - counter.buckets + 1
  if newest < first then
    redis.call('DEL', counter.key)
    total, oldest, newest = 0, counter.bucket, counter.bucket
  elseif oldest < first then
    for bucket = oldest, first - 1 do
      local field = string.format('%.0f', bucket)
      local count = redis.call('HGET', counter.key, field)
      if count then
        total = total - tonumber(count)
        redis.call('HDEL', counter.key, field)
      end
    end
    oldest = first
    redis.call('HSET', counter.key, 't', string.format('%.0f', total), 'o', string.format('%.0f', oldest))
  end
  counter.used, counter.oldest, counter.newest = total, oldest, newest
end

-- How long until a window has room for a cost: until enough of its oldest buckets have left it.
local function wait(counter)
  if counter.cost > counter.limit then
    return -1
  end
  if counter.kind == 's' then
    return 0
  end
  local excess = counter.used + counter.cost - counter.limit
  for bucket = counter.oldest, counter.newest do
    excess = excess - (tonumber(redis.call('HGET', counter.key, string.format('%.0f', bucket))) or 0)
    if excess <= 0 then
      return math.max(1, (bucket + counter.buckets) * counter.length - now)
    end
  end
  return -1
end

local function charge(counter)
  if counter.cost == 0 then
    return
  end
  if counter.kind == 's' then
    redis.call('ZADD', counter.key, string.format('%.0f', now + tonumber(ARGV[7])), ARGV[8])
    redis.call('PEXPIRE', counter.key, 2 * tonumber(ARGV[7]))
  else
    counter.newest = counter.bucket
    redis.call('HINCRBY', counter.key, string.format('%.0f', counter.bucket), string.format('%.0f', counter.cost))
    redis.call('HSET', counter.key,
      't', string.format('%.0f', counter.used + counter.cost),
      'o', string.format('%.0f', counter.oldest),
      'n', string.format('%.0f', counter.bucket))
    redis.call('PEXPIRE', counter.key, string.format('%.0f', counter.length * (counter.buckets + 1)))
  end
  counter.used = counter.used + counter.cost
end

local function states()
  local result = {}
  for i = 1, #counters do
    local counter = counters[i]
    local reset = 0
    if counter.kind ~= 's' and counter.used > 0 then
      reset = math.max(0, (counter.newest + counter.buckets) * counter.length - now)
    end
    result[#result + 1] = counter.used
    result[#result + 1] = reset
    result[#result + 1] = counter.bucket
  end
  return result
end

-- Of the counters that are full, the one that stays so longest: any other's wait would be too short.
local function full(kinds)
  local decides, longest
  for i = 1, #counters do
    local counter = counters[i]
    if string.find(kinds, counter.kind, 1, true) and counter.used + counter.cost > counter.limit then
      local waits = wait(counter)
      if not decides or waits == -1 or (longest ~= -1 and waits > longest) then
        decides, longest = i, waits
      end
    end
  end
  return decides, longest
end

local onlyCounts = ARGV[3] == '-'
if not onlyCounts and redis.call('ZCARD', KEYS[5]) >= tonumber(ARGV[5]) then
  return {-2}
end
for i = 1, counterCount do
  local at = firstCounter + 5 * (i - 1)
  local counter = {
    key = KEYS[5 + i], kind = ARGV[at], limit = tonumber(ARGV[at + 1]), cost = tonumber(ARGV[at + 2]),
    length = tonumber(ARGV[at + 3]), buckets = tonumber(ARGV[at + 4])
  }
  if counter.kind == 's' then
    redis.call('ZREMRANGEBYSCORE', counter.key, '-inf', string.format('%.0f', now))
    counter.used, counter.bucket = redis.call('ZCARD', counter.key), 0
  else
    open(counter)
  end
  counters[i] = counter
end
if redis.call('HEXISTS', KEYS[3], ARGV[2]) == 1 then
  return {1, states()}
end

local decides, waits = full('r')
if decides then
  return {3, states(), decides, waits}
end
if onlyCounts then
  for i = 1, #counters do
    if counters[i].kind == 'r' then
      charge(counters[i])
    end
  end
  return {1, states()}
end
if #KEYS > 5 + counterCount then
  local answer = redis.call('GET', KEYS[#KEYS])
  if answer then
    -- It is a request like any other, but it consumes no tokens, occupies nothing and costs nothing.
    for i = 1, #counters do
      if counters[i].kind == 'r' then
        charge(counters[i])
      end
    end
    return {2, states(), answer}
  end
end
if ARGV[3] == '' then
  return {4}
end
local amount = tonumber(ARGV[3])
local fields = {}
for i = 1, budgetCount do
  local field = ARGV[9 + 2 * i]
  local state = redis.call('HMGET', KEYS[1], field .. ':l', field .. ':c', field .. ':r')
  if not state[1] then
    return {-1, field}
  end
  local reserved = state[3] or '0'
  if tonumber(state[2]) + tonumber(reserved) + tonumber(ARGV[10 + 2 * i]) + amount > tonumber(state[1]) then
    return {0, field, state[1], state[2], reserved}
  end
  fields[i] = field
end
decides, waits = full('ts')
if decides then
  return {3, states(), decides, waits}
end

for i = 1, #counters do
  charge(counters[i])
end
for i = 1, #fields do
  redis.call('HINCRBY', KEYS[1], fields[i] .. ':r', ARGV[3])
end
redis.call('HSET', KEYS[3], ARGV[2], ARGV[3] .. '|' .. table.concat(fields, ','))
redis.call('HSET', KEYS[4], ARGV[2], ARGV[4])
redis.call('ZADD', KEYS[2], ARGV[1], ARGV[2])
return {1, states()}

-- Reserves an amount in every hard budget of a call, or in none.
-- KEYS: 1 budgets  2 leases  3 reservations  4 orphans  5 outbox order
-- ARGV: 1 lease end (ms)  2 attempt  3 amount (nano-dollars)  4 orphan event  5 outbox bound
--       then for each budget: its field, and what of it Redis does not know (nano-dollars)
-- Returns {1} | {0, budget field, limit, committed, reserved} | {-1, budget field} state unknown | {-2} outbox full
-- Every check comes before the first write: Redis does not roll back a script that stops half-way.
if redis.call('ZCARD', KEYS[5]) >= tonumber(ARGV[5]) then
  return {-2}
end
if redis.call('HEXISTS', KEYS[3], ARGV[2]) == 1 then
  return {1}
end
local amount = tonumber(ARGV[3])
local fields = {}
for i = 6, #ARGV, 2 do
  local field = ARGV[i]
  local state = redis.call('HMGET', KEYS[1], field .. ':l', field .. ':c', field .. ':r')
  if not state[1] then
    return {-1, field}
  end
  local reserved = state[3] or '0'
  if tonumber(state[2]) + tonumber(reserved) + tonumber(ARGV[i + 1]) + amount > tonumber(state[1]) then
    return {0, field, state[1], state[2], reserved}
  end
  fields[#fields + 1] = field
end
for i = 1, #fields do
  redis.call('HINCRBY', KEYS[1], fields[i] .. ':r', ARGV[3])
end
redis.call('HSET', KEYS[3], ARGV[2], ARGV[3] .. '|' .. table.concat(fields, ','))
redis.call('HSET', KEYS[4], ARGV[2], ARGV[4])
redis.call('ZADD', KEYS[2], ARGV[1], ARGV[2])
return {1}

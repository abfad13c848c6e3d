-- Turns reservations whose lease ran out into orphaned usage events in the outbox. The reservation keeps its amount until
-- the ledger has it.
-- KEYS: 1 leases  2 orphans  3 outbox order  4 outbox
-- ARGV: 1 now (ms)  2 most to take
-- Returns how many were taken
local expired = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, tonumber(ARGV[2]))
for i = 1, #expired do
  local event = redis.call('HGET', KEYS[2], expired[i])
  if event then
    redis.call('HSET', KEYS[4], expired[i], event)
    -- Score 0: it was never sent, so the next claim takes it at once.
    redis.call('ZADD', KEYS[3], 0, expired[i])
    redis.call('HDEL', KEYS[2], expired[i])
  end
  redis.call('ZREM', KEYS[1], expired[i])
end
return #expired

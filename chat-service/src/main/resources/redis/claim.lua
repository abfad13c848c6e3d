-- Claims outbox entries that were not acknowledged for a while, so that one process sends them again.
-- KEYS: 1 outbox order  2 outbox
-- ARGV: 1 now (ms)  2 claimed or stored before (ms)  3 most to take
-- Returns attempt, event, attempt, event, ...
local waiting = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, tonumber(ARGV[3]))
local claimed = {}
for i = 1, #waiting do
  local event = redis.call('HGET', KEYS[2], waiting[i])
  if event then
    redis.call('ZADD', KEYS[1], ARGV[1], waiting[i])
    claimed[#claimed + 1] = waiting[i]
    claimed[#claimed + 1] = event
  else
    redis.call('ZREM', KEYS[1], waiting[i])
  end
end
return claimed

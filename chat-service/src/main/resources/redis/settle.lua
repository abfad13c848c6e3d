-- Trims a reservation to what the attempt cost and puts its usage event into the outbox, in one step.
-- KEYS: 1 budgets  2 leases  3 reservations  4 orphans  5 outbox order  6 outbox
-- ARGV: 1 now (ms)  2 attempt  3 actual amount (nano-dollars)  4 usage event
-- Returns 1 settled | 2 recorded, but the reservation is unknown (Redis lost it) | 0 already orphaned: nothing recorded
local reservation = redis.call('HGET', KEYS[3], ARGV[2])
if not reservation then
  redis.call('HSET', KEYS[6], ARGV[2], ARGV[4])
  redis.call('ZADD', KEYS[5], ARGV[1], ARGV[2])
  return 2
end
if redis.call('HDEL', KEYS[4], ARGV[2]) == 0 then
  return 0
end
local separator = string.find(reservation, '|', 1, true)
local held = string.sub(reservation, 1, separator - 1)
local fields = string.sub(reservation, separator + 1)
local difference = string.format('%.0f', tonumber(ARGV[3]) - tonumber(held))
if difference ~= '0' and difference ~= '-0' then
  for field in string.gmatch(fields, '[^,]+') do
    redis.call('HINCRBY', KEYS[1], field .. ':r', difference)
  end
end
redis.call('HSET', KEYS[3], ARGV[2], ARGV[3] .. '|' .. fields)
redis.call('ZREM', KEYS[2], ARGV[2])
redis.call('HSET', KEYS[6], ARGV[2], ARGV[4])
redis.call('ZADD', KEYS[5], ARGV[1], ARGV[2])
return 1

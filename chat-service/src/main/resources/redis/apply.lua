-- Turns reserved into committed: takes newer absolute budget states and releases the reservations that they include.
-- Idempotent and free of order: an older state is ignored, a reservation is released once.
-- KEYS: 1 budgets  2 leases  3 reservations  4 orphans
-- ARGV: 1 number of budgets, then for each: field, version, limit, committed (nano-dollars),
--       end of its period (ms); then attempts
local count = tonumber(ARGV[1])
local next = 2
for i = 1, count do
  local field, version = ARGV[next], ARGV[next + 1]
  local known = redis.call('HGET', KEYS[1], field .. ':v')
  if not known or tonumber(version) > tonumber(known) then
    redis.call('HSET', KEYS[1], field .. ':v', version, field .. ':l', ARGV[next + 2], field .. ':c', ARGV[next + 3],
      field .. ':e', ARGV[next + 4])
  end
  next = next + 5
end
local released = 0
for i = next, #ARGV do
  local reservation = redis.call('HGET', KEYS[3], ARGV[i])
  if reservation then
    local separator = string.find(reservation, '|', 1, true)
    local held = string.sub(reservation, 1, separator - 1)
    if held ~= '0' then
      for field in string.gmatch(string.sub(reservation, separator + 1), '[^,]+') do
        redis.call('HINCRBY', KEYS[1], field .. ':r', '-' .. held)
      end
    end
    redis.call('HDEL', KEYS[3], ARGV[i])
    redis.call('HDEL', KEYS[4], ARGV[i])
    redis.call('ZREM', KEYS[2], ARGV[i])
    released = released + 1
  end
end
return released

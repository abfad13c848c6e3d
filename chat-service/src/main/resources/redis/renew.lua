-- Extends the leases of attempts that are still being served, and of the slots they occupy. What was already taken away is
-- not revived, except slots after a time without Redis, which may have lost them.
-- KEYS: 1 leases  2.. the slots
-- ARGV: 1 lease end (ms)  2 now (ms) for slots, empty for this server's clock  3 life of a slot (ms)  4 1 to revive slots
--       5 number of holders, then for each slot its holder, then the attempts
-- Returns how many attempts' leases were extended
local slots = tonumber(ARGV[5])
if slots > 0 then
  local now = tonumber(ARGV[2])
  if not now then
    local time = redis.call('TIME')
    now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
  end
  local slotEnd = string.format('%.0f', now + tonumber(ARGV[3]))
  for i = 1, slots do
    if ARGV[4] == '1' then
      redis.call('ZADD', KEYS[1 + i], slotEnd, ARGV[5 + i])
    else
      redis.call('ZADD', KEYS[1 + i], 'XX', slotEnd, ARGV[5 + i])
    end
    redis.call('PEXPIRE', KEYS[1 + i], 2 * tonumber(ARGV[3]))
  end
end
local renewed = 0
for i = 6 + slots, #ARGV do
  renewed = renewed + redis.call('ZADD', KEYS[1], 'XX', 'CH', ARGV[1], ARGV[i])
end
return renewed

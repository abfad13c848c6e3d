-- Extends the leases of attempts that are still being served. A lease that was already taken away is not revived.
-- KEYS: 1 leases
-- ARGV: 1 lease end (ms)  2.. attempts
local renewed = 0
for i = 2, #ARGV do
  renewed = renewed + redis.call('ZADD', KEYS[1], 'XX', 'CH', ARGV[1], ARGV[i])
end
return renewed

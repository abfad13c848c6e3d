-- Trims a reservation to what the attempt cost and puts its usage event into the outbox, in one step; with a request's last
-- attempt also frees its slots, corrects its tokens from the estimate to what was used, and stores the answer.
-- KEYS: 1 budgets  2 leases  3 reservations  4 orphans  5 outbox order  6 outbox
--       then the slots it occupies, then the token counters, then the answer's key if it is to be stored
-- ARGV: 1 now (ms)  2 attempt, empty for none: what is besides is done alone  3 actual amount (nano-dollars)  4 usage event
--       5 number of slots  6 holder  7 now (ms) for counters, empty for this server's clock
--       8 number of token counters, then for each: bucket that was charged, correction, bucket length (ms), number of buckets
--       then, if the answer is to be stored: its life (ms), the answer
-- Returns 1 settled | 2 recorded, but the reservation is unknown (Redis lost it) | 0 already orphaned: nothing recorded
local slots, corrections = tonumber(ARGV[5]), tonumber(ARGV[8])
for i = 1, slots do
  redis.call('ZREM', KEYS[6 + i], ARGV[6])
end

-- A window that the call has left is no longer relieved, but what was used above the estimate still counts, now.
local function correct(key, charged, correction, length, buckets)
  local state = redis.call('HMGET', key, 't', 'o', 'n', charged)
  local total, oldest, newest = tonumber(state[1]), tonumber(state[2]), tonumber(state[3])
  local bucket, count = tonumber(charged), tonumber(state[4]) or 0
  if correction < 0 then
    -- Nothing to relieve, or not so much: Redis has lost what it counted.
    correction = -math.min(-correction, count, total or 0)
  else
    local now = tonumber(ARGV[7])
    if not now then
      local time = redis.call('TIME')
      now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
    end
    local current = math.max(math.floor(now / length), newest or 0)
    if not total or bucket < oldest or bucket <= current - buckets then
      bucket = current
    end
  end
  if correction == 0 then
    return
  end
  redis.call('HINCRBY', key, string.format('%.0f', bucket), string.format('%.0f', correction))
  redis.call('HSET', key,
    't', string.format('%.0f', (total or 0) + correction),
    'o', string.format('%.0f', math.min(oldest or bucket, bucket)),
    'n', string.format('%.0f', math.max(newest or bucket, bucket)))
  redis.call('PEXPIRE', key, string.format('%.0f', length * (buckets + 1)))
end

for i = 1, corrections do
  local at = 5 + 4 * i
  correct(KEYS[6 + slots + i], ARGV[at], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]))
end
if #KEYS > 6 + slots + corrections then
  redis.call('SET', KEYS[#KEYS], ARGV[#ARGV], 'PX', ARGV[#ARGV - 1])
end

if ARGV[2] == '' then
  return 2
end
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

-- Replaces the checkpoint of the crowd if the present one has the expected number. Key: the checkpoint. Arguments: the expected number, or
-- 0 for none, the next one, the positions, the sums. Returns whether it did.
if (redis.call('HGET', KEYS[1], 'n') or '0') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'n', ARGV[2], 'p', ARGV[3], 's', ARGV[4])
return 1

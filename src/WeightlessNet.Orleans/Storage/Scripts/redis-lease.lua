-- Takes, prolongs or gives back a lease. Key: the lease. Arguments: the holder, the milliseconds, 0 to give it back. Returns whether
-- it did.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  return 0
end
if ARGV[2] == '0' then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return 1

-- Writes a change of a user if the user has the expected version. Keys: the user, the last number of the part, the log of the part.
-- Arguments: the expected version, the next one, 1 for a snapshot, the data, the change of the crowd or nothing.
-- Returns the sequence number of the change of the crowd, 0 if there is none, or -1 if the user has another version.
if (redis.call('HGET', KEYS[1], 'v') or '0') ~= ARGV[1] then
  return -1
end
local place = 0
if ARGV[5] ~= '' then
  place = redis.call('INCR', KEYS[2])
  redis.call('XADD', KEYS[3], string.format('%.0f-0', place), 'c', ARGV[5])
end
if ARGV[3] == '1' then
  local crowd = redis.call('HGET', KEYS[1], 'c')
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'v', ARGV[2], 's', ARGV[4])
  if crowd then
    redis.call('HSET', KEYS[1], 'c', crowd)
  end
else
  redis.call('HSET', KEYS[1], 'v', ARGV[2], ARGV[2], ARGV[4])
end
if place > 0 then
  redis.call('HSET', KEYS[1], 'c', string.format('%.0f', place))
end
return place

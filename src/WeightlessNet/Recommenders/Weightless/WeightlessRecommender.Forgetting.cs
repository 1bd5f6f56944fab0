namespace WeightlessNet.Recommenders.Weightless;

/// <content>Forgetting, including every trace of a forgotten user in memory.</content>
public sealed partial class WeightlessRecommender
{
    /// <inheritdoc/>
    public bool Forget(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        lock (_lock)
        {
            bool known = _log.Remove(user, item, out RatedItem removed);
            if (known)
            {
                TakeFromCrowd(removed);
                _hot.Peek(user)?.MakeStale();
                ClearIfUnknown(user);
            }

            return known;
        }
    }

    /// <inheritdoc/>
    public int ForgetUser(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_lock)
        {
            int count = _log.OfUser(user).Length;
            for (int left = count; left > 0; left--)
            {
                _log.Remove(user, _log.OfUser(user)[left - 1].Item, out RatedItem removed);
                TakeFromCrowd(removed);
            }

            PutRecency(user, UserRecency.AsConfigured);
            ClearIfUnknown(user);
            return count;
        }
    }

    // No data of a forgotten user stays in memory, not even in scratch memory that is never read.
    private void ClearIfUnknown(int user)
    {
        if (_log.OfUser(user).IsEmpty)
        {
            _hot.Remove(user, static tables => tables.Clear());
            _shared.Clear();
            Array.Clear(_ownLevels);
            Array.Clear(_row);
            _levelsOf = null;
        }
    }

    private void TakeFromCrowd(in RatedItem rated)
    {
        _crowd.Remove(rated.Item, _units.FromRating(rated.Value));
        _levelCounts[Scale.LevelOf(rated.Value)]--;
    }
}

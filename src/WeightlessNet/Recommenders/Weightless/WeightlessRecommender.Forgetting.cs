namespace WeightlessNet.Recommenders.Weightless;

/// <content>What was learned is taken away again, and of who is forgotten all that is left.</content>
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

            SetRecency(user, UserRecency.AsConfigured);
            ClearIfUnknown(user);
            return count;
        }
    }

    // Nothing of a user who is forgotten stays in memory, not even where it would never be read.
    private void ClearIfUnknown(int user)
    {
        if (_log.OfUser(user).IsEmpty)
        {
            _hot.Remove(user, static tables => tables.Clear());
            _pace.Clear();
            _driftPace?.Clear();
            _blend.Clear();
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

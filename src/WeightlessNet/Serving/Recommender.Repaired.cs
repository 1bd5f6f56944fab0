using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <content>Opening a folder after a repair, whose log may lack items and keys.</content>
public sealed partial class Recommender<TUser, TItem>
{
    // Users' controls in a log without items. They wait for the first item.
    private readonly Dictionary<int, IReadOnlyList<TuningControl>> _controlsWithoutItems = [];

    // The items were in a checkpoint that is lost, so there are no models and no ratings.
    private void RepeatWithoutItems(in Change change)
    {
        int user = change.Rating.User;
        switch (change.Kind)
        {
            case ChangeKind.Controls:
                _controlsWithoutItems[user] = TuningControls.Read(change.Bytes);
                break;
            case ChangeKind.ForgetUser:
                _ = _erasures.Join(isDue: true);
                _controlsWithoutItems.Remove(user);
                _descriptions.TryRemove(user, out _);
                _users.Remove(user);
                break;
        }
    }

    private void TakeControlsWithoutItems()
    {
        if (_models is not { } models)
        {
            return;
        }

        foreach ((int user, IReadOnlyList<TuningControl> controls) in _controlsWithoutItems)
        {
            if (_users.TryGetKey(user, out _))
            {
                SetControls(models, user, controls);
            }
        }

        _controlsWithoutItems.Clear();
    }

    // A checkpoint that was written during changes has a part of them; the keys that belong to it may have been in damaged batches.
    private void ForgetKeyless()
    {
        foreach (int user in _descriptions.Keys)
        {
            _ = _users.TryGetKey(user, out _) || _descriptions.TryRemove(user, out _);
        }

        if (_models is not { } models)
        {
            return;
        }

        RatingsAndLists pair = models.Pair;
        int bound = Math.Max(pair.UserIdBound, ((IKnownUsersRecommender)pair.Lists).UserIdBound);
        for (int user = 0; user < bound; user++)
        {
            if (!_users.TryGetKey(user, out _))
            {
                _ = pair.ForgetUser(user);
                continue;
            }

            foreach (RatedItem rated in (RatedItem[])[.. pair.Ratings.Export(user).Ratings, .. pair.Lists.Export(user).Ratings])
            {
                if (rated.Item >= _items.Count)
                {
                    _ = pair.Forget(user, rated.Item);
                }
            }
        }

        foreach (int user in models.TunedUsers)
        {
            bool isKnown = _users.TryGetKey(user, out _);
            models.SetControls(user, [.. models.ControlsOf(user).Where(control => isKnown && (control.Item ?? 0) < _items.Count)]);
        }

        _ = _erasures.Join(isDue: true);
    }
}

using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>What is forgotten while other networks are trained that do not answer yet, to be forgotten in these too.</summary>
/// <remarks>Not thread-safe; the owner locks.</remarks>
internal sealed class ForgottenRatings
{
    private readonly HashSet<(int User, int Item)> _ratings = [];
    private readonly HashSet<int> _users = [];

    public void Add(int user, int item) => _ratings.Add((user, item));

    public void AddUser(int user) => _users.Add(user);

    /// <summary>Forgets all of it in other networks.</summary>
    public void ForgetIn(WeightlessRecommender networks)
    {
        foreach ((int user, int item) in _ratings)
        {
            networks.Forget(user, item);
        }

        foreach (int user in _users)
        {
            networks.ForgetUser(user);
        }
    }
}

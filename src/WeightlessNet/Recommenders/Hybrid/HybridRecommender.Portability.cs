using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>What is held of one user leaves and comes.</content>
public sealed partial class HybridRecommender : IPortableRecommender
{
    /// <inheritdoc/>
    public PersonalRatings Export(int user) => _personal.Export(user);

    /// <summary>
    /// Replaces all that is held of a user, at once: exactly in the personal networks and the crowd's statistics, and in the central model
    /// at its next training.
    /// </summary>
    /// <inheritdoc/>
    public void Import(int user, PersonalRatings personal) => Make(
        () =>
        {
            // The lock keeps the recency if another thread is replacing the networks.
            lock (_replacing)
            {
                _personal.Import(user, personal);
                return true;
            }
        },
        networks => networks.Import(user, personal));

    /// <summary>What all users share, and the central model that its networks were calibrated with.</summary>
    internal (SharedContent Content, CentralModel? Central) Share()
    {
        lock (_replacing)
        {
            return (_personal.Share(), _central);
        }
    }
}

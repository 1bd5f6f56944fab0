using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WeightlessNet.Orleans.Tests.Grains;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Orleans.Tests.Sharing;

/// <summary>Thirty users of a cluster, and one process that learns what they have.</summary>
internal static class TaughtUsers
{
    public const int Users = 30;

    public static string Key(int user) => $"user {user}";

    /// <summary>Every user rates so many films.</summary>
    public static Task LearnAsync(UserCluster cluster, int ratings) => Task.WhenAll(Enumerable.Range(0, Users).Select(async user =>
    {
        Random random = new((1000 * ratings) + user);
        for (int i = 0; i < ratings; i++)
        {
            await cluster.User(Key(user)).LearnAsync(Guid.NewGuid(), FilmWorld.Rated(random));
        }
    }));

    /// <summary>What the users have, in one process. Ids follow the hashes of the keys.</summary>
    public static async Task<HybridRecommender> OneProcessAsync(UserCluster cluster)
    {
        HybridRecommender recommender = new(FilmWorld.Catalog, RatingScale.HalfStars);
        await TeachAsync(cluster, recommender, 0);
        return recommender;
    }

    /// <summary>Teaches what the users have to a recommender that may have others with lower ids.</summary>
    public static async Task TeachAsync(UserCluster cluster, HybridRecommender recommender, int first)
    {
        for (int user = 0; user < Users; user++)
        {
            foreach (RatedItem rated in await cluster.User(Key(user)).RatingsAsync())
            {
                recommender.Learn(new Rating(first + IdOf(user), rated.Item, rated.Value, rated.Timestamp));
            }
        }
    }

    /// <summary>The id of a user among these users.</summary>
    public static int IdOf(int user) =>
        Enumerable.Range(0, Users).OrderBy(other => HashOf(Key(other))).ToList().IndexOf(user);

    private static ulong HashOf(string key) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

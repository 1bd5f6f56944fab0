using System.Diagnostics;
using System.Globalization;
using WeightlessNet.Orleans;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;

namespace ClusterSample;

/// <summary>Fills the store with users who have rated, before the load begins.</summary>
internal static class Population
{
    /// <summary>The users of a population are those from here on; the visitors are others.</summary>
    public const long First = 1L << 40;

    private const int AtOnce = 512;

    /// <summary>Refuses a store with users: at the end, ratings of an earlier run would count as there unasked.</summary>
    /// <param name="settings">The name of the store.</param>
    /// <param name="store">The store.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The store has users.</exception>
    public static async Task RequireNobodyAsync(ClusterSettings settings, IUserStore store, CancellationToken cancellationToken)
    {
        UserPage page = await store.ReadUsersAsync(null, 1, cancellationToken);
        while (page.Users.Count == 0 && page.Next is { } next)
        {
            page = await store.ReadUsersAsync(next, 1, cancellationToken);
        }

        if (page.Users.Count > 0)
        {
            throw new IOException(
                $"{settings.NameOfPlace} has users already, perhaps of an earlier run, and this program counts what it stores. "
                + "Name an empty --place.");
        }
    }

    /// <summary>Adds users with some ratings each.</summary>
    /// <param name="settings">How many.</param>
    /// <param name="store">The store.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task AddAsync(ClusterSettings settings, IUserStore store, CancellationToken cancellationToken)
    {
        if (settings.Users == 0)
        {
            return;
        }

        KeyedCatalog<Film> catalog = await settings.CatalogAsync(store);
        var nobody = CrowdModel.From(new HybridRecommender(catalog.Items, RatingScale.HalfStars));
        long began = Stopwatch.GetTimestamp();
        int done = 0;
        using Timer told = new(_ => Tell(done), null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
        ParallelOptions options = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, settings.Users, options, async (user, cancel) =>
        {
            await store.AddUserAsync(
                (First + user).ToString(CultureInfo.InvariantCulture), RatingsOf(user, settings.Ratings, nobody), cancel);
            Interlocked.Increment(ref done);
        });
        string users = Count.Of(settings.Users, "user");
        double aSecond = settings.Users / Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{users} of {Count.Of(settings.Ratings, "rating")} stored, {aSecond:N0} a second"));

        void Tell(int number) => Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{number:N0} of {Count.Of(settings.Users, "user")} stored"));
    }

    private static PersonalRatings RatingsOf(int user, int ratings, CrowdModel nobody)
    {
        PersonalModel model = new(nobody);
        Random random = new(user);
        for (int i = 0; i < ratings; i++)
        {
            model.Learn(new RatedItem(
                random.Next(nobody.ItemCount), 0.5f * (1 + random.Next(10)), 1_600_000_000 + random.Next(100_000_000)));
        }

        return model.Export();
    }
}

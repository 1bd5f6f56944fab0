using WeightlessNet.Bits;
using WeightlessNet.Datasets.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Datasets;

/// <summary>Generates a synthetic dataset of films and viewers that resembles MovieLens, from a seed and without any file.</summary>
/// <remarks>
/// <para>
/// Films have one to four of MovieLens' 19 genres with about its frequencies (measured on ml-latest-small), years from 1915 to 2014, half
/// of them after 1996, a popularity that falls with the rank by Zipf's law, a quality that rises slightly with the popularity, and an
/// invented title.
/// </para>
/// <para>
/// Users differ in the mean and spread of their ratings, in the genres they like, in whether they like old films, and in combinations of
/// these, such as comedies only if they are old. On request they also have a taste that only the company of other users shows, and moods.
/// Their taste drifts from their first rating to their last. They rate in sessions, popular films and films to their taste earlier than
/// others, unless they are selective; the number of ratings per user has a heavy tail. A rating is the sum of these effects and noise,
/// rounded to half stars or, by about one user in three, to whole stars.
/// </para>
/// <para>
/// Uses only additions, multiplications, divisions and square roots, which give the same bits on every machine: equal options give equal
/// datasets everywhere. Thread-safe.
/// </para>
/// </remarks>
public static class SyntheticMovies
{
    private const long MaximumRatings = 100_000_000;
    private const int MaximumCount = 1_000_000;
    private const double MaximumDeviation = 5;
    private const double MaximumSelectivity = 10;
    private const double MaximumExponent = 5;

    // What e to this power, times any popularity, is still a number.
    private const double MaximumDraw = 300;

    // 2015-01-01T00:00:00Z: after the release of every film.
    private const long FirstTimestamp = 1_420_070_400;
    private const int SecondsPerDay = 24 * 60 * 60;
    private const int DaysOfFirstRatings = 3 * 365;

    /// <summary>Generates a dataset.</summary>
    /// <param name="options">The options; null for 300 users, 1,500 films and about 30,000 ratings.</param>
    /// <returns>
    /// A dataset named "synthetic": ids from 1, ratings in half stars, ordered by user and then by strictly increasing time.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static RatingDataset Generate(SyntheticMoviesOptions? options = null)
    {
        options ??= new SyntheticMoviesOptions();
        Validate(options);

        // Films, rating counts and each user have separate random sequences, so that a change to one does not change the others.
        var seeds = new SplitMix64(options.Seed);
        var catalogRandom = new SplitMix64(seeds.Next());
        var activityRandom = new SplitMix64(seeds.Next());
        var films = SyntheticFilm.Make(options, ref catalogRandom);
        int[] activity = RatingsPerUser(options, ref activityRandom);
        var ratings = new List<Rating>();
        for (int user = 0; user < options.Users; user++)
        {
            var random = new SplitMix64(seeds.Next());
            AddRatings(user, activity[user], films, options, ratings, ref random);
        }

        return new RatingDataset(
            "synthetic",
            RatingScale.HalfStars,
            Array.ConvertAll(films, film => film.Movie),
            Enumerable.Range(1, options.Users).ToArray(),
            ratings.ToArray());
    }

    // The minimum plus an excess with a Lomax distribution of shape 2: scale * (1 / sqrt(u) - 1), whose mean is the scale. One draw from
    // each of equally likely strata keeps the sum near its mean despite the heavy tail.
    private static int[] RatingsPerUser(SyntheticMoviesOptions options, ref SplitMix64 random)
    {
        double scale = options.MeanRatingsPerUser - options.MinimumRatingsPerUser;
        var counts = new int[options.Users];
        for (int stratum = 0; stratum < counts.Length; stratum++)
        {
            double u = (stratum + 1 - random.NextDouble()) / counts.Length;
            double count = options.MinimumRatingsPerUser + (scale * ((1 / Math.Sqrt(u)) - 1));
            counts[stratum] = (int)Math.Min(count, MostRatingsPerUser(options));
        }

        random.Shuffle(counts.AsSpan());
        return counts;
    }

    private static int MostRatingsPerUser(SyntheticMoviesOptions options) =>
        Math.Max(options.MinimumRatingsPerUser, (int)(options.Movies * 3L / 5));

    private static void AddRatings(
        int user, int count, SyntheticFilm[] films, SyntheticMoviesOptions options, List<Rating> ratings, ref SplitMix64 random)
    {
        var viewer = new SyntheticViewer(options, ref random);
        var weights = new double[films.Length];
        for (int item = 0; item < films.Length; item++)
        {
            // From almost 0 for a film that the viewer would hate to twice the popularity for one that the viewer would love.
            double liking = viewer.Liking(films[item], progress: 0.5);
            double draw = Math.Clamp(options.Selectivity * liking, -MaximumDraw, MaximumDraw);
            weights[item] = films[item].Popularity * (1 + (liking / (1 + Math.Abs(liking)))) * Power.OfE(draw);
        }

        var unseen = new WeightedBag(weights);

        // Selective users see their films in any order. Otherwise they would see worse and worse films, as if their taste changed.
        int[] chosen = options.Selectivity > 0 ? TakeInAnyOrder(unseen, count, ref random) : [];
        long time = FirstTimestamp + random.Next(DaysOfFirstRatings * SecondsPerDay);
        int leftInSession = SessionLength(ref random);
        viewer.StartSession(ref random);
        for (int rated = 0; rated < count; rated++)
        {
            if (leftInSession-- == 0)
            {
                time += DaysToNextSession(ref random) * SecondsPerDay;
                leftInSession = SessionLength(ref random) - 1;
                viewer.StartSession(ref random);
            }

            time += 5 + random.Next(60);
            int item = chosen.Length > 0 ? chosen[rated] : unseen.Take(ref random);
            double progress = count > 1 ? (double)rated / (count - 1) : 0;
            ratings.Add(new Rating(user, item, viewer.Rate(films[item], progress, ref random), time));
        }
    }

    private static int[] TakeInAnyOrder(WeightedBag unseen, int count, ref SplitMix64 random)
    {
        var taken = new int[count];
        for (int i = 0; i < count; i++)
        {
            taken[i] = unseen.Take(ref random);
        }

        random.Shuffle(taken.AsSpan());
        return taken;
    }

    private static int SessionLength(ref SplitMix64 random) => 5 + random.Next(40);

    private static int DaysToNextSession(ref SplitMix64 random) =>
        1 + (int)Math.Min(180, 7 * ((1 / Math.Sqrt(1 - random.NextDouble())) - 1));

    private static void Validate(SyntheticMoviesOptions options)
    {
        RequireBetween(options.Users, 1, MaximumCount, nameof(options.Users));
        RequireBetween(options.Movies, 1, MaximumCount, nameof(options.Movies));
        RequireBetween(options.MinimumRatingsPerUser, 1, options.Movies, nameof(options.MinimumRatingsPerUser));
        double mostPerUser = Math.Min(MostRatingsPerUser(options), (double)MaximumRatings / options.Users);
        RequireBetween(options.MeanRatingsPerUser, options.MinimumRatingsPerUser, mostPerUser, nameof(options.MeanRatingsPerUser));
        RequireBetween(options.PopularityExponent, 0, MaximumExponent, nameof(options.PopularityExponent));
        RequireBetween(options.TasteDeviation, 0, MaximumDeviation, nameof(options.TasteDeviation));
        RequireBetween(options.CompanyDeviation, 0, MaximumDeviation, nameof(options.CompanyDeviation));
        RequireBetween(options.Selectivity, 0, MaximumSelectivity, nameof(options.Selectivity));
        RequireBetween(options.NoiseDeviation, 0, MaximumDeviation, nameof(options.NoiseDeviation));
        RequireBetween(options.Drift, 0, 1, nameof(options.Drift));
        RequireBetween(options.MoodDeviation, 0, MaximumDeviation, nameof(options.MoodDeviation));
    }

    private static void RequireBetween(double value, double minimum, double maximum, string option)
    {
        if (!(value >= minimum && value <= maximum))
        {
            throw new ArgumentOutOfRangeException(option, value, $"{option} must be {minimum} to {maximum}.");
        }
    }
}

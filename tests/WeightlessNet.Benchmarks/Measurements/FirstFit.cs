using System.Diagnostics;
using System.Globalization;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>Fits a recommender once in a fresh process, in which nothing is compiled yet, and then again.</summary>
internal static class FirstFit
{
    private const int Items = 1500;
    private const int Rounds = 9;

    /// <summary>The names of the recommenders.</summary>
    public static IReadOnlyList<string> Names { get; } = ["ease", "ials", "factorization"];

    /// <summary>Writes a row of seconds: the first fit, and the median of later ones.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static void Run(string name)
    {
        BenchmarkWorld world = new(Items, users: 1000, ratingsPerUser: 80);
        Action fit = name switch
        {
            "ease" => () => new EaseRecommender(Items, RatingScale.HalfStars).Fit(world.Ratings),
            "ials" => () => new ImplicitFactorizationRecommender(Items, RatingScale.HalfStars).Fit(world.Ratings),
            "factorization" => () => new MatrixFactorizationRecommender(Items, RatingScale.HalfStars).Fit(world.Ratings),
            _ => throw new ArgumentException($"There is no recommender '{name}': there are {string.Join(", ", Names)}."),
        };
        double first = Time(fit);
        double again = Enumerable.Range(0, Rounds).Select(_ => Time(fit)).Order().ElementAt(Rounds / 2);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {first:F2} | {again:F2} |"));
    }

    private static double Time(Action act)
    {
        long began = Stopwatch.GetTimestamp();
        act();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}

using BenchmarkDotNet.Attributes;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Benchmarks;

/// <summary>
/// What a rating costs with 10,000 items and 500 users who have rated 100 items each: to learn it, to predict it, and to rank the
/// whole catalog.
/// </summary>
[MemoryDiagnoser]
public class RecommenderBenchmarks
{
    private const int Users = 500;
    private const int RatingsPerUser = 100;

    private readonly ScoredItem[] _top = new ScoredItem[10];
    private BenchmarkWorld _world = null!;
    private IRecommender _recommender = null!;
    private int _next;
    private int _level;

    /// <summary>The recommender that is measured.</summary>
    [Params("weightless", "weighted network", "matrix factorization")]
    public string System { get; set; } = "";

    /// <summary>Trains the recommender.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _world = new BenchmarkWorld(10_000, Users, RatingsPerUser);
        _recommender = System switch
        {
            "weightless" => new WeightlessRecommender(_world.Catalog, RatingScale.HalfStars),
            "weighted network" => new WeightedNetworkRecommender(_world.Catalog, RatingScale.HalfStars),
            _ => new MatrixFactorizationRecommender(_world.Catalog.Count, RatingScale.HalfStars),
        };

        if (_recommender is IBatchRecommender batch)
        {
            batch.Fit(_world.Ratings);
        }
        else
        {
            foreach (Rating rating in _world.Ratings)
            {
                _recommender.Learn(rating);
            }
        }
    }

    /// <summary>Learns a rating in the place of another one that the user gave the item before.</summary>
    [Benchmark]
    public void Learn() => _recommender.Learn(Next());

    /// <summary>Learns a rating and predicts one of the same user, so that whatever is put off until the next read is counted.</summary>
    [Benchmark]
    public double LearnThenPredict()
    {
        Rating rating = Next();
        _recommender.Learn(rating);
        return _recommender.Predict(rating.User, rating.Item / 2);
    }

    /// <summary>Predicts a rating where nothing was learned since the last prediction for the user.</summary>
    [Benchmark]
    public double Predict()
    {
        Rating rating = Next();
        return _recommender.Predict(rating.User, rating.Item / 2);
    }

    /// <summary>Ranks the 10,000 items for a user and takes the best ten.</summary>
    [Benchmark]
    public int TopTen() => _recommender.Recommend(Next().User, _top);

    // Another user each time, so that no user's cells are still in the processor's nearest cache, and another value than the last time.
    private Rating Next()
    {
        _next = (_next + RatingsPerUser + 1) % _world.Ratings.Length;
        _level = (_level + 7) % RatingScale.HalfStars.LevelCount;
        return _world.Ratings[_next] with { Value = RatingScale.HalfStars.ValueOf(_level) };
    }
}

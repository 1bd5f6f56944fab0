using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;

namespace JournalWriter;

/// <summary>A sequence of operations, the same in the process that is killed and in the test that checks what is left.</summary>
internal static class JournalOperations
{
    public const int Users = 40;
    public const int Items = 60;

    /// <summary>After so many operations the journal is compacted.</summary>
    public const int CompactionInterval = 64;

    /// <summary>After so many operations a snapshot is saved.</summary>
    public const int SnapshotInterval = 37;

    public static BiasRecommender NewRecommender() => new(Items, RatingScale.HalfStars);

    /// <summary>Writes an operation down, where there is a journal, and then does it.</summary>
    public static void Do(int operation, RatingJournal? journal, IForgettingRecommender recommender)
    {
        SplitMix64 random = new((ulong)operation);
        int user = random.Next(Users);
        int item = random.Next(Items);
        switch (random.Next(20))
        {
            case 0:
                journal?.AppendForgetUser(user);
                recommender.ForgetUser(user);
                break;
            case < 4:
                journal?.AppendForget(user, item);
                recommender.Forget(user, item);
                break;
            default:
                Rating rating = new(user, item, 0.5f + (random.Next(10) * 0.5f), operation);
                journal?.AppendLearn(rating);
                recommender.Learn(rating);
                break;
        }
    }
}

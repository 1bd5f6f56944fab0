using System.Buffers.Binary;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Storage;
using WeightlessNet.Tests.Recommenders;
using Xunit;

namespace WeightlessNet.Tests.Storage;

/// <summary>Snapshots with a correct checksum and numbers that are finite, but that no training reaches.</summary>
public sealed class StoredNumbersTests
{
    private const int Items = 40;
    private const int HeaderLength = 28;
    private const int InputsOfEachCase = 120;

    // The end of the sections and the checksum.
    private const int TrailerLength = 8;

    private static readonly double[] HugeDoubles = [1e300, -1e300, -1e155, 1e120, 1e40, -1e16];
    private static readonly float[] HugeSingles = [3e38f, -3e38f, 1e30f, -1e20f];

    [Theory]
    [InlineData(1e300)]
    [InlineData(-1e155)]
    [InlineData(1.1e10)]
    public void Factors_of_likes_that_no_training_reaches_are_refused(double factor)
    {
        ImplicitFactorizationRecommender trained = new(Items, RatingScale.Stars, new() { Factors = 3 });
        trained.Fit(SomeRatings.OfTwoTastes(30, Items, 0.4, 7));

        Refused(WithLast(SnapshotCase.Save(trained), factor), Snapshot.Load<ImplicitFactorizationRecommender>);
    }

    [Theory]
    [InlineData(3e38f)]
    [InlineData(-1.1e15f)]
    public void Weights_of_items_that_no_training_reaches_are_refused(float weight)
    {
        EaseRecommender trained = new(Items, RatingScale.Stars);
        trained.Fit(SomeRatings.OfTwoTastes(30, Items, 0.4, 7));

        Refused(WithLast(SnapshotCase.Save(trained), weight), Snapshot.Load<EaseRecommender>);
    }

    [Theory]
    [InlineData(3e38f)]
    [InlineData(-1.1e9f)]
    public void Weights_of_networks_that_no_training_reaches_are_refused(float weight)
    {
        SnapshotCase networks = SnapshotCases.All[nameof(WeightedNetworkRecommender)];
        IRecommender trained = (IRecommender)networks.CreateFrom(1);
        trained.Learn(new Rating(0, 0, 5));

        Refused(WithLast(SnapshotCase.Save((ISnapshot)trained), weight), networks.Load);
    }

    // The products of these factors differ by less than rounding takes away, so that no decomposition gives their user.
    [Fact]
    public void Factors_that_no_user_can_be_solved_from_give_finite_answers()
    {
        ImplicitFactorizationOptions options = new() { Factors = 3, Confidence = 1e6, Regularization = 0.001, LikedFrom = 1 };
        ImplicitFactorizationRecommender trained = new(Items, RatingScale.Stars, options);
        Rating[] ratings = [.. Enumerable.Range(0, Items * 2).Select(i => new Rating(i / Items, i % Items, 5))];
        trained.Fit(ratings);
        byte[] bytes = SnapshotCase.Save(trained);
        RandomValues random = new(3);
        for (int factor = 0; factor < 3 * Items; factor += 3)
        {
            for (int part = 0; part < 3; part++)
            {
                double value = 9e9 / (1 + part + (factor % 7)) * (1 + (random.Whole(0, 9) * 1e-16));
                Write(bytes, bytes.Length - TrailerLength - (8 * (factor + part + 1)), value);
            }
        }

        using MemoryStream stream = new(Checked(bytes));
        ImplicitFactorizationRecommender loaded = Snapshot.Load<ImplicitFactorizationRecommender>(stream);
        float[] scores = new float[Items];
        loaded.Score([new RatedItem(0, 5, 0)], scores);

        Assert.All(ObservedState.Of(loaded, 2), answer => Assert.True(double.IsFinite(answer), $"An answer is {answer}."));
        Assert.All(scores, score => Assert.True(float.IsFinite(score), $"A score is {score}."));
    }

    [Fact]
    public void No_huge_number_makes_an_answer_NaN_or_infinite()
    {
        RandomValues random = new(2027);
        int accepted = 0;
        foreach (SnapshotCase one in SnapshotCases.All.Values)
        {
            byte[] saved = [];
            for (int input = 0; input < InputsOfEachCase; input++)
            {
                saved = input % 20 == 0 ? SnapshotCase.Save(one.CreateFrom(random.Bits())) : saved;
                if (saved.Length < HeaderLength + TrailerLength + 8)
                {
                    continue;
                }

                // The trained numbers are at the end.
                int end = saved.Length - TrailerLength - 8;
                int at = input % 3 == 0 ? random.Whole(HeaderLength, end) : random.Whole(Math.Max(HeaderLength, end - 300), end);
                byte[] bytes = [.. saved];
                if (random.Whole(0, 1) == 0)
                {
                    Write(bytes, at, HugeDoubles[random.Whole(0, HugeDoubles.Length - 1)]);
                }
                else
                {
                    BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(at), HugeSingles[random.Whole(0, HugeSingles.Length - 1)]);
                }

                if (Answers(one, Checked(bytes)) is string answers)
                {
                    accepted++;
                    Assert.False(
                        answers.Contains("NaN", StringComparison.Ordinal) || answers.Contains("Infinity", StringComparison.Ordinal),
                        $"A {one.Name} with a huge number at byte {at} of {bytes.Length} answers {answers}");
                }
            }
        }

        Assert.True(accepted > 500, $"Only {accepted} were accepted: the numbers do not reach the answers.");
    }

    private static string? Answers(SnapshotCase one, byte[] bytes)
    {
        ISnapshot loaded;
        try
        {
            loaded = one.LoadBytes(bytes);
        }
        catch (InvalidDataException)
        {
            return null;
        }

        return one.Observe(loaded);
    }

    private static void Refused(byte[] bytes, Func<Stream, object> load)
    {
        using MemoryStream stream = new(bytes);
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => load(stream));
        Assert.Contains("magnitude", refused.Message, StringComparison.Ordinal);
    }

    private static byte[] WithLast(byte[] bytes, double number)
    {
        Write(bytes, bytes.Length - TrailerLength - 8, number);
        return Checked(bytes);
    }

    private static byte[] WithLast(byte[] bytes, float number)
    {
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(bytes.Length - TrailerLength - 4), number);
        return Checked(bytes);
    }

    private static void Write(byte[] bytes, int at, double number) => BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(at), number);

    private static byte[] Checked(byte[] bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Crc32C.Append(Crc32C.Empty, bytes.AsSpan(..^4)));
        return bytes;
    }
}

using System.Buffers.Binary;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Storage;

/// <summary>A factorization that version 0.1 wrote, in layout 1, answers and learns as it did there.</summary>
public sealed class MatrixFactorizationLayoutTests
{
    private const string File = "MatrixFactorizationRecommender.v1.bin";
    private const double Rounding = 2e-8;

    private static readonly double[][] Answers =
    [
        [1.99544199, 2.09934783, 2.90846423, 2.05862183, 2.42721266, 2.69751927, 2.48394478, 2.46802908, 2.82005642, 2.47836196],
        [2.63403173, 2.73703204, 3.54273445, 2.69205636, 3.02082064, 3.30474711, 3.09038731, 3.06560869, 3.45692077, 3.10260991],
        [2.65420479, 2.75759727, 3.56477821, 2.71446204, 3.06047448, 3.33850243, 3.12448274, 3.10354249, 3.47784106, 3.12899413],
        [2.3203947, 2.42376739, 3.23087369, 2.38053925, 2.72568098, 3.0040067, 2.78996984, 2.76883582, 3.14399326, 2.7948705],
        [2.20334061, 2.30624905, 3.11160509, 2.26084222, 2.58556592, 2.87087419, 2.65643472, 2.63075691, 3.02605461, 2.67046375],
        [2.51333033, 2.61660732, 3.42335284, 2.57293009, 2.91386307, 3.1936281, 2.97950824, 2.95743762, 3.33674655, 2.98629053],
        [2.30976079, 2.41383758, 3.2235985, 2.37391387, 2.75002353, 3.01775885, 2.80433262, 2.79009015, 3.13470095, 2.79538833],
        [2.30976079, 2.41383758, 3.2235985, 2.37391387, 2.75002353, 3.01775885, 2.80433262, 2.79009015, 3.13470095, 2.79538833],
    ];

    private static readonly double[][] AnswersAfterLearning =
    [
        [1.90829451, 2.16202832, 2.81780794, 1.94113795, 2.33655638, 2.60686298, 2.39328849, 2.3773728, 2.61971883, 2.38770567],
        [2.54517655, 2.80473231, 3.45521111, 2.57619288, 2.93329731, 3.21722378, 3.00286398, 2.97808536, 3.26400524, 3.01508657],
        [2.66595278, 2.92409107, 3.57586046, 2.69741395, 3.06384672, 3.34445715, 3.13028855, 3.10766779, 3.38297872, 3.13817605],
        [2.39169936, 2.64905017, 3.30153656, 2.42340768, 2.79502288, 3.07379106, 2.85972869, 2.83830675, 3.10772378, 2.86520778],
        [2.20276066, 2.46311614, 3.1128668, 2.23352601, 2.58536759, 2.8711649, 2.65669723, 2.63070119, 2.92260642, 2.6713656],
        [2.42133217, 2.67910909, 3.33120751, 2.45290676, 2.82171773, 3.10148276, 2.88736291, 2.86529228, 3.13789851, 2.89414519],
        [1.82540452, 2.07884175, 2.7348914, 1.85834104, 2.25571126, 2.52532404, 2.31178956, 2.29632536, 2.53645165, 2.30529969],
        [2.22352717, 2.47616186, 3.13294222, 2.25671555, 2.65936725, 2.92710257, 2.71367634, 2.69943387, 2.93355363, 2.70473204],
    ];

    [Fact]
    public void A_factorization_of_layout_1_answers_and_learns_as_before()
    {
        MatrixFactorizationRecommender recommender = Loaded(GoldenFile.Read(File, []));
        AssertAnswers(Answers, recommender);

        recommender.Learn(new Rating(2, 3, 4.5f));
        recommender.Learn(new Rating(6, 8, 1));
        recommender.Learn(new Rating(2, 3, 2));
        AssertAnswers(AnswersAfterLearning, recommender);
    }

    [Fact]
    public void A_factorization_of_layout_1_is_saved_in_the_present_layout()
    {
        MatrixFactorizationRecommender old = Loaded(GoldenFile.Read(File, []));
        MatrixFactorizationRecommender copy = Loaded(SnapshotCase.Save(old));

        Assert.Equal(SnapshotCase.Save(old), SnapshotCase.Save(copy));
        old.Learn(new Rating(7, 1, 5));
        copy.Learn(new Rating(7, 1, 5));
        AssertAnswers(AnswersOf(old), copy);
    }

    [Fact]
    public void Numbers_that_no_training_gives_are_refused_or_answer()
    {
        MatrixFactorizationRecommender recommender = new(3, RatingScale.Stars, new() { Factors = 1, AudienceFactors = 1 });
        recommender.Fit([new(0, 0, 1), new(0, 1, 5), new(1, 0, 4), new(1, 2, 2)]);
        byte[] valid = SnapshotCase.Save(recommender);
        int refused = 0;
        foreach (double number in (double[])[1e300, 1e-300, -1])
        {
            for (int at = 60; at <= valid.Length - 16; at++)
            {
                byte[] bytes = [.. valid];
                BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(at), number);
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(^4..), Crc32C.Append(Crc32C.Empty, bytes.AsSpan(..^4)));
                try
                {
                    AssertAnswersAndLearns(Loaded(bytes));
                }
                catch (InvalidDataException)
                {
                    refused++;
                }
            }
        }

        Assert.InRange(refused, valid.Length / 2, int.MaxValue);
    }

    private static void AssertAnswersAndLearns(MatrixFactorizationRecommender recommender)
    {
        for (int learned = 0; learned < 2; learned++)
        {
            Assert.All(AnswersOf(recommender).SelectMany(row => row), answer => Assert.InRange(answer, 1, 5));
            double[] factors = new double[recommender.FoldInModel.FactorCount];
            recommender.FoldInModel.FoldIn([new(0, 3, 0), new(1, 1, 0)], factors);
            Assert.InRange(recommender.FoldInModel.Predict(factors, 2), 1, 5);
            recommender.Learn(new Rating(2, learned, 4));
        }
    }

    private static MatrixFactorizationRecommender Loaded(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        return Snapshot.Load<MatrixFactorizationRecommender>(stream);
    }

    private static double[][] AnswersOf(MatrixFactorizationRecommender recommender) =>
        [.. Enumerable.Range(0, 8).Select(user =>
            Enumerable.Range(0, 10).Select(item => recommender.Predict(user, item)).ToArray())];

    private static void AssertAnswers(double[][] expected, MatrixFactorizationRecommender recommender)
    {
        double[][] actual = AnswersOf(recommender);
        for (int user = 0; user < expected.Length; user++)
        {
            Assert.Equal(expected[user], actual[user], (left, right) => Math.Abs(left - right) < Rounding);
        }
    }
}

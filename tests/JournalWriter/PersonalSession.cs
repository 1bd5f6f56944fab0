using System.Globalization;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

namespace JournalWriter;

/// <summary>What a process does with a personal model, the same in the process and in the test.</summary>
internal static class PersonalSession
{
    /// <summary>Learns, forgets and rates again, and returns all answers to the last bit.</summary>
    public static string Run(PersonalModel model, int items)
    {
        string before = AnswersOf(model, items);
        model.Learn(new RatedItem(1, 4.5f, 100));
        model.Learn(new RatedItem(items - 1, 1, 101));
        model.Forget(2);
        model.Recency = UserRecency.FollowDrift;
        return before + AnswersOf(model, items);
    }

    /// <summary>All predictions, the whole list, and an explanation, to the last bit.</summary>
    public static string AnswersOf(PersonalModel model, int items)
    {
        ScoredItem[] list = new ScoredItem[items];
        int count = model.Recommend(list);
        IEnumerable<double> numbers =
        [
            .. Enumerable.Range(0, items).Select(model.Predict),
            .. list.Take(count).SelectMany(scored => (double[])[scored.Item, scored.Score]),
            .. model.Explain(3).ByField.Select(part => part.Amount),
        ];
        return string.Join(
            ' ', numbers.Select(number => BitConverter.DoubleToUInt64Bits(number).ToString("X", CultureInfo.InvariantCulture)));
    }
}

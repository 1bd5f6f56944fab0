using System.Globalization;
using WeightlessNet.Benchmarks.Classification;
using WeightlessNet.Benchmarks.Measurements;
using WeightlessNet.Benchmarks.Worlds;

switch (args)
{
    case ["threads"]:
        Console.WriteLine(ThreadTable.Measure());
        break;
    case ["million"]:
        MillionTable.Measure();
        break;
    case ["training"]:
        Console.WriteLine(TrainingTable.Measure());
        break;
    case ["users", "--users", string count]:
        Console.WriteLine(UserTable.Measure(int.Parse(count, CultureInfo.InvariantCulture)));
        break;
    case ["neighbors"]:
        Console.WriteLine(NeighborTable.Measure());
        break;
    case ["door", string folder]:
        Directory.CreateDirectory(folder);
        Console.WriteLine(DoorTable.Measure(folder, 1_000_000));
        Console.WriteLine();
        Console.WriteLine(CatalogTable.Measure());
        break;
    case ["catalog"]:
        Console.WriteLine(CatalogTable.Measure());
        break;
    case ["targets"]:
        Console.WriteLine(TargetTable.Measure(32, 128));
        break;
    case ["growth", string folder]:
        Directory.CreateDirectory(folder);
        ResultTable byItems = GrowthByItems.Measure();
        Console.WriteLine(byItems.ToMarkdown());
        File.WriteAllText(Path.Combine(folder, "growth-by-items.csv"), byItems.ToCsv());
        GrowthPlot.Save(
            Path.Combine(folder, "growth-by-items.png"),
            "Ten best of all items, one thread",
            byItems,
            GrowthByItems.Items,
            "microseconds",
            GrowthByItems.TopColumn(32),
            GrowthByItems.TopColumn(128),
            GrowthByItems.Dot);
        ResultTable byUsers = GrowthByUsers.Measure();
        Console.WriteLine(byUsers.ToMarkdown());
        File.WriteAllText(Path.Combine(folder, "growth-by-users.csv"), byUsers.ToCsv());
        GrowthPlot.Save(
            Path.Combine(folder, "growth-by-users.png"),
            "One call with more and more users, 10,000 items, one thread",
            byUsers,
            GrowthByUsers.Users,
            "nanoseconds",
            GrowthByUsers.Learn,
            GrowthByUsers.Hot,
            GrowthByUsers.Cold);
        break;
    case ["classification", string data, .. string[] sets]:
        ClassificationStudy.Run(data, sets);
        break;
    case ["fit", string recommender]:
        FirstFit.Run(recommender);
        break;
    case ["first", string shape]:
        FirstPass.Run(shape);
        break;
    case ["lookups"]:
        Console.WriteLine(LookupSpeed.Measure());
        break;
    case ["tables", string data, .. string[] sets]:
        SmallTableStudy.Run(data, sets);
        break;
    case ["regressions", string data, .. string[] sets]:
        RegressionStudy.Run(data, sets);
        break;
    case ["rare", string rows]:
        RareClassStudy.Run(int.Parse(rows, CultureInfo.InvariantCulture));
        break;
    case ["streams", string data, .. string[] sets]:
        StreamStudy.Run(data, sets);
        break;
    case ["adaptive", string data]:
        AdaptiveStudy.Run(data);
        break;
    case ["one-by-one", string data, .. string[] sets]:
        OneByOneStudy.Run(data, sets);
        break;
    case ["worlds", .. string[] rest]:
        return WorldsCommand.Run(rest);
    default:
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}

return 0;

using WeightlessNet.Benchmarks.Measurements;

if (args is ["targets"])
{
    Console.WriteLine(TargetTable.Measure(32, 128));
}
else
{
    BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
